/** Words of languages without spaces are not broken in the bottom bar and in the line of steps, in any size of text. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { USUAL_OPTIONS } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { openStudio, SIZES, type Size, type Studio } from './studio.ts';
import { entry } from './touch-log.ts';

const SCREENS = ['menu', 'terms', 'kind', 'confirm', 'operator-step-open-tray', 'out-of-service-needs-staff-card-left'];

let built: string;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-whole-'));
  (await buildScreens(built))._unsafeUnwrap();
});
afterAll(() => rm(built, { recursive: true, force: true }));

/** Labels that take more than one line. Runs in the page. */
function brokenLabels(): string[] {
  return [...document.querySelectorAll('.controls .button-words, .step-name')]
    .filter((words) => {
      const range = document.createRange();
      range.selectNodeContents(words);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
    })
    .map((words) => words.textContent ?? '');
}

describe.each<Size>(SIZES)('$name', (size) => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio(built, size);
  });
  afterAll(() => studio.close());

  it.each(['ja', 'zh', 'ko'] as const)('keeps them whole (%s)', async (language) => {
    for (const largeText of [false, true]) {
      const broken = await studio.survey(
        SCREENS.map((id) => ({ ...entry(id), language, options: { ...USUAL_OPTIONS, largeText } })),
        brokenLabels,
        undefined,
      );
      expect(
        Object.fromEntries(SCREENS.map((id, index) => [id, broken[index]])),
        largeText ? 'large' : 'usual',
      ).toEqual(Object.fromEntries(SCREENS.map((id) => [id, []])));
    }
  });
});
