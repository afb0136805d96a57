/**
 * A language two fifths longer than English fits every screen and every panel too, in each mode that changes the layout: what is
 * translated next will not be cut off. Where there is more text than room all measures give way (`frame/fit-text.ts`), and large text
 * stays larger than the usual one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScreenOptions, USUAL_OPTIONS } from '../snapshot.ts';
import { gallery } from './gallery.ts';
import { layoutFaults, TARGET_MINIMUM_PX } from './layout-faults.ts';
import { buildPseudoScreens, pseudoSnapshot } from './pseudo-locale.ts';
import { REACH_BEGINS_PX, reachFaults } from './reach-faults.ts';
import { openStudio, SIZES, type Size, type Studio } from './studio.ts';

const MODES: readonly [string, Partial<ScreenOptions>][] = [
  ['the usual mode', {}],
  ['large text', { largeText: true }],
  ['high contrast', { highContrast: true }],
  ['controls within reach', { lowControls: true }],
  ['large text and controls within reach', { largeText: true, lowControls: true }],
];

const entries = gallery.map((one) => ({ ...one, snapshot: pseudoSnapshot(one.snapshot) }));
const plain = entries.filter(({ optionsOpen }) => !optionsOpen);
const panels = entries.filter(({ optionsOpen }) => optionsOpen);

let built: string;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-longer-'));
  (await buildPseudoScreens(built))._unsafeUnwrap();
});
afterAll(() => rm(built, { recursive: true, force: true }));

/** What a look finds, by entry. */
async function faultsOf(
  studio: Studio,
  options: ScreenOptions,
  look: (argument: number) => string[],
  argument: number,
): Promise<Record<string, string[]>> {
  const faults: Record<string, string[]> = {};
  const note = (id: string, found: string[]) => {
    if (found.length > 0) faults[id] = found;
  };
  const answers = await studio.survey(
    plain.map(({ snapshot }) => ({ ...snapshot, options })),
    look,
    argument,
  );
  for (const [index, { id }] of plain.entries()) note(id, answers[index] ?? ['not looked at']);
  for (const one of panels) {
    await studio.showEntry(one, { options });
    note(one.id, await studio.page.evaluate(look, argument));
  }
  return faults;
}

describe.each<Size>(SIZES)('$name', ({ name, ...size }) => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio(built, size);
  });
  afterAll(() => studio.close());

  it.each(MODES)('fits in %s', { timeout: 180_000 }, async (_, chosen) => {
    const options = { ...USUAL_OPTIONS, ...chosen };
    expect(await faultsOf(studio, options, layoutFaults, TARGET_MINIMUM_PX[name])).toEqual({});
    if (!options.lowControls) return;
    expect(await faultsOf(studio, options, reachFaults, REACH_BEGINS_PX[name])).toEqual({});
  });
});
