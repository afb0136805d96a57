/// <reference types="node" />
/** A comparison must see what a person would call a fault, and nothing that only a machine sees. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '../../snapshot.ts';
import { buildScreens } from '../build.ts';
import { gallery } from '../gallery.ts';
import { SIZES, type Size } from '../studio.ts';
import { type Camera, openCamera } from './camera.ts';
import { differingAreas } from './difference.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint.ts';
import { rounded } from './stored-fingerprint.ts';

let built: string;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-pictures-'));
  (await buildScreens(built))._unsafeUnwrap();
});
afterAll(() => rm(built, { recursive: true, force: true }));

async function shown(camera: Camera, id: string, language: Language): Promise<Fingerprint> {
  const entry = gallery.find((one) => one.id === id);
  if (entry === undefined) throw new Error(`The gallery has no ${id}.`);
  await camera.studio.showEntry(entry, { language });
  return fingerprintOf(await camera.take());
}

/** What a fault does to the page; each runs in it and may use nothing from outside. */
const FAULTS: readonly [string, () => void][] = [
  ['a missing button', () => Object.assign(one('footer button').style, { visibility: 'hidden' })],
  ['a line of text more', () => one('.heading').after('今日は休みです。 Closed today.')],
  [
    'a clipped heading',
    () => Object.assign(one('.heading').style, { overflow: 'hidden', height: '0.6em', display: 'block' }),
  ],
  [
    'another word in the heading',
    () => one('.heading').replaceChildren((one('.heading').textContent ?? '').replace(/.{4}$/, '別の言葉')),
  ],
  ['another colour of a button', () => Object.assign(one('.button-primary').style, { background: 'rgb(160, 90, 0)' })],
  ['an untranslated text', () => one('.stage p, .stage dt').replaceChildren('翻訳されていない文')],
  ['a heading 12 px lower', () => Object.assign(one('.heading').style, { position: 'relative', top: '12px' })],
  [
    'a button 12 px to the right',
    () => Object.assign(one('.button-primary').style, { position: 'relative', left: '12px' }),
  ],
  ['a button 12 px lower', () => Object.assign(one('.button-primary').style, { position: 'relative', top: '12px' })],
];

/** Put before each change, which finds its element by it. */
const ONE = `const one = (selector) => {
  const found = [...document.querySelectorAll(selector)].find((each) => each.checkVisibility({ visibilityProperty: true }));
  if (found === undefined) throw new Error('Nothing to change: ' + selector);
  return found;
};`;
declare function one(selector: string): HTMLElement;

const SHOWN: readonly [string, Language][] = [
  ['attract', 'en'],
  ['confirm', 'ja'],
  ['copies', 'ko'],
];

describe.each<Size>(SIZES)('$name', (size) => {
  let camera: Camera;
  beforeAll(async () => {
    camera = await openCamera(built, size);
  });
  afterAll(() => camera.close());

  it.each(FAULTS)('sees %s', async (_, change) => {
    for (const [id, language] of SHOWN) {
      const before = rounded(await shown(camera, id, language));
      await camera.studio.page.evaluate(`${ONE} (${change})(); undefined`);
      expect(differingAreas(before, fingerprintOf(await camera.take())), `${id} ${language}`).not.toEqual([]);
    }
  });

  it('sees a missing drawing', async () => {
    const before = rounded(await shown(camera, 'take-card', 'zh'));
    await camera.studio.page.evaluate(`${ONE} one('.picture').style.visibility = 'hidden'`);
    expect(differingAreas(before, fingerprintOf(await camera.take()))).not.toEqual([]);
  });

  it('does not tell the same screen shown again', async () => {
    for (const [id, language] of SHOWN) {
      const before = await shown(camera, id, language);
      await shown(camera, 'goodbye', 'ja');
      expect(differingAreas(rounded(before), await shown(camera, id, language)), id).toEqual([]);
    }
  });
});

/** Only in portrait: the smaller letters of the other size hardly fill a cell, and what moves by a pixel can look moved by four. */
describe('a heading that moves in portrait', () => {
  let camera: Camera;
  beforeAll(async () => {
    camera = await openCamera(built, SIZES[0]);
  });
  afterAll(() => camera.close());

  it('is seen to the right by 12 px', async () => {
    for (const [id, language] of SHOWN) {
      const before = rounded(await shown(camera, id, language));
      await camera.studio.page.evaluate(
        `${ONE} Object.assign(one('.heading').style, { position: 'relative', left: '12px' })`,
      );
      expect(differingAreas(before, fingerprintOf(await camera.take())), `${id} ${language}`).not.toEqual([]);
    }
  });

  it.each([
    ['left', 1],
    ['left', -1],
    ['top', 1],
    ['top', -1],
  ])('does not tell a text that lies elsewhere by one pixel (%s %i px)', async (side, pixels) => {
    for (const [id, language] of SHOWN) {
      const before = rounded(await shown(camera, id, language));
      await camera.studio.page.evaluate(
        `${ONE} Object.assign(one('.heading').style, { position: 'relative', ${side}: '${pixels}px' })`,
      );
      expect(differingAreas(before, fingerprintOf(await camera.take())), id).toEqual([]);
    }
  });
});

it.each(['--disable-lcd-text', '--font-render-hinting=none', '--font-render-hinting=full'])(
  'does not tell a browser that smooths letters otherwise (%s)',
  async (flag) => {
    const [size] = SIZES;
    const seen: Fingerprint[] = [];
    for (const flags of [[], [flag]]) {
      const camera = await openCamera(built, size, flags);
      try {
        for (const [id, language] of SHOWN) seen.push(await shown(camera, id, language));
      } finally {
        await camera.close();
      }
    }
    for (const index of SHOWN.keys()) {
      const [before, now] = [seen[index], seen[index + SHOWN.length]];
      if (before === undefined || now === undefined) throw new Error('Each was shown.');
      expect(differingAreas(rounded(before), now)).toEqual([]);
    }
  },
);
