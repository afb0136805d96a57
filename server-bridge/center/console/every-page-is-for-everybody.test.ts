/** Every page in both languages and both colour schemes: WCAG 2.2 AA as axe sees it, nothing wider than the window. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedListener, startScriptedListener } from '../../console-kit/testing/scripted-listener.ts';
import { goTo, openStudio, SIZES, type Studio } from '../../console-kit/testing/studio.ts';
import { ROLES } from '../staff/rights.ts';
import { buildConsole } from './build.ts';
import { SAMPLE_DIAGNOSTICS_ID, SAMPLE_EVENT_LOG_ID } from './testing/collected-samples.ts';
import { sampleAnswer, sampleScript } from './testing/sample-script.ts';
import { sampleSession } from './testing/samples.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const HASHES = [
  '#/',
  '#/terminals',
  '#/terminals/SYN-00003',
  `#/terminals/SYN-00003/diagnostics/${SAMPLE_DIAGNOSTICS_ID}`,
  `#/terminals/SYN-00003/event-log/${SAMPLE_EVENT_LOG_ID}`,
  '#/registration',
  '#/alarms',
  '#/directive',
  '#/roll-outs',
  '#/charts',
  '#/audit',
  '#/accounts',
];

let out: string;
let listener: ScriptedListener;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'kofu-console-axe-'));
  (await buildConsole(out))._unsafeUnwrap();
  listener = await startScriptedListener(out, sampleScript(ROLES));
});
afterAll(async () => {
  await listener.close();
  await rm(out, { recursive: true, force: true });
});

describe.each([
  { ...SIZES[0], dark: false, language: 'en' },
  { ...SIZES[1], dark: true, language: 'ja' },
  { ...SIZES[0], dark: true, language: 'ja' },
])('$width × $height, dark: $dark, $language', ({ width, height, dark, language }) => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio({ width, height, dark });
    await goTo(studio.page, listener.origin, '#/');
    if (language === 'ja') await studio.page.getByRole('button', { name: /日本語/ }).click();
    await studio.page.locator(`html[lang="${language}"]`).waitFor();
  });
  afterAll(() => studio.close());

  it.each(HASHES)('%s', async (hash) => {
    const { page } = studio;
    await goTo(page, listener.origin, hash);
    await expect.poll(() => page.locator('.loading').count()).toBe(0);
    await expect.poll(() => page.locator('.problem').allTextContents()).toEqual([]);
    if (hash === '#/terminals') await page.getByText('SYN-00001').waitFor();
    const result = await new AxeBuilder({ page }).setLegacyMode(true).withTags(TAGS).analyze();
    expect(result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    const cut = await page.evaluate(`[...document.querySelectorAll('button, h1, h2, label, .panel, .count, dd, legend')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
      .map((one) => one.outerHTML.slice(0, 120))`);
    expect(cut).toEqual([]);
    expect(studio.complaints).toEqual([]);
  });

  it.each(['sign-in', 'own password', 'a question before an order'])('%s', async (what) => {
    const { page } = studio;
    listener.script = (asked) => {
      if (asked.path !== '/console/session' || what.startsWith('a question')) return sampleAnswer(asked, ROLES);
      return what === 'sign-in'
        ? { status: 401, value: { error: 'signed-out' } }
        : { status: 200, value: { ...sampleSession(ROLES), mustChangePassword: true } };
    };
    try {
      await page.goto(`${listener.origin}/?${encodeURIComponent(what)}#/terminals/SYN-00003`);
      if (language === 'ja') await page.getByRole('button', { name: /日本語/ }).click();
      await page.locator(`html[lang="${language}"]`).waitFor();
      if (what.startsWith('a question')) {
        await page.getByRole('button', { name: language === 'ja' ? '停止する' : 'Suspend', exact: true }).click();
        await page.getByRole('dialog').waitFor();
      } else await page.getByRole('textbox').first().waitFor();
      const result = await new AxeBuilder({ page }).setLegacyMode(true).withTags(TAGS).analyze();
      expect(result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual(
        [],
      );
      expect(studio.complaints).toEqual([]);
    } finally {
      listener.script = sampleScript(ROLES);
    }
  });
});
