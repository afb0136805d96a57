/** Text gets smaller only where it would be cut off: never in the usual mode of the four languages, and never below the usual size. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES, USUAL_OPTIONS } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { gallery } from './gallery.ts';
import { openStudio, SIZES, type Size, type Studio } from './studio.ts';
import { entry } from './touch-log.ts';

let built: string;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-gives-way-'));
  (await buildScreens(built))._unsafeUnwrap();
});
afterAll(() => rm(built, { recursive: true, force: true }));

/** How far the measures have given way; runs in the page. */
const stepNow = (): string => document.documentElement.dataset['fit'] ?? 'none';
const LARGE = { ...USUAL_OPTIONS, largeText: true };

describe.each<Size>(SIZES)('$name', (size) => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio(built, size);
  });
  afterAll(() => studio.close());

  const sizeOfText = () => studio.page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize));

  it.each(LANGUAGES)('stays as it is in the usual mode (%s)', { timeout: 60_000 }, async (language) => {
    const plain = gallery.filter(({ optionsOpen }) => !optionsOpen);
    const steps = await studio.survey(
      plain.map(({ snapshot }) => ({ ...snapshot, language, options: USUAL_OPTIONS })),
      stepNow,
      undefined,
    );
    expect(plain.filter((_, index) => steps[index] !== '0').map(({ id }) => id)).toEqual([]);
  });

  it('gives way where words are too many, and takes the room back on the next screen', async () => {
    const crowded = structuredClone(entry('attract-notice'));
    if (crowded.screen.name !== 'attract' || crowded.screen.notice === null) throw new Error('It has a notice.');
    crowded.screen.notice.ja = crowded.screen.notice.ja.repeat(7);
    await studio.show({ ...crowded, options: LARGE });
    expect(Number(await studio.page.evaluate(stepNow))).toBeGreaterThan(0);
    await studio.show({ ...entry('goodbye'), options: LARGE });
    expect(await studio.page.evaluate(stepNow)).toBe('0');
  });

  it('keeps large text larger than the usual one on the last step', async () => {
    await studio.show({ ...entry('goodbye'), options: USUAL_OPTIONS });
    const usual = await sizeOfText();
    await studio.show({ ...entry('goodbye'), options: LARGE });
    const large = await sizeOfText();
    await studio.page.evaluate(() => {
      document.documentElement.dataset['fit'] = '3';
    });
    const smallest = await sizeOfText();
    expect(smallest).toBeLessThan(large);
    expect(smallest).toBeGreaterThan(usual);
  });
});
