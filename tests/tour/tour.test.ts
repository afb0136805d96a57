/** The tour's page carries everything in itself, lets no text into its markup, and every screen has one plain line. */
import { describe, expect, it } from 'vitest';
import { albumOf, escapeHtml } from './album.ts';
import { isSameScene, isScreenName, narrationOf } from './narration.ts';

const HOSTILE = `<img src=x onerror='alert(1)'> & "quoted"`;
const picture = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);

describe('the album', () => {
  it('lets no text into its markup', () => {
    expect(escapeHtml(HOSTILE)).toBe('&lt;img src=x onerror=&#39;alert(1)&#39;&gt; &amp; &quot;quoted&quot;');
    const page = albumOf([{ title: HOSTILE, outline: HOSTILE, scenes: [{ line: HOSTILE, title: HOSTILE, picture }] }]);
    expect(page).not.toContain('<img src=x');
    expect(page.match(/<img /g)).toHaveLength(1);
    expect(page).not.toContain('alt="<');
  });

  it('carries its pictures in itself and neither loads nor runs anything', () => {
    const scenes = [{ line: 'One.', title: 'いち', picture }];
    const page = albumOf([
      { title: 'First', outline: 'a', scenes },
      { title: 'Second', outline: 'b', scenes: [...scenes, ...scenes] },
    ]);
    expect(page.match(/src="data:image\/png;base64,iVBORw=="/g)).toHaveLength(3);
    expect(page).not.toMatch(/<script|https?:|<link|@import|url\(/);
    expect(page).toContain('default-src &#39;none&#39;');
    for (const [, id] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${id}"`);
  });
});

describe('the narration', () => {
  const pin = { screen: 'pin', title: '暗証番号を入力してください', pinWasWrong: false } as const;

  it('is one plain line, and another one after a wrong PIN', () => {
    expect(narrationOf(pin)).toMatch(/^[A-Z][^\n]+\.$/);
    expect(narrationOf({ ...pin, pinWasWrong: true })).toMatch(/^The PIN was wrong\. [^\n]+\.$/);
  });

  it('knows the names of screens and nothing else', () => {
    expect(isScreenName('take-paper')).toBe(true);
    for (const name of ['', 'nowhere', 'toString', '__proto__']) expect(isScreenName(name)).toBe(false);
  });

  it('tells scenes apart by screen, heading and a wrong PIN', () => {
    expect(isSameScene(pin, { ...pin })).toBe(true);
    expect(isSameScene(pin, { ...pin, pinWasWrong: true })).toBe(false);
    expect(isSameScene(pin, { ...pin, title: 'べつ' })).toBe(false);
    expect(isSameScene(pin, { ...pin, screen: 'kind' })).toBe(false);
  });
});
