/** A language two fifths longer than English fits every screen too: what is translated next will not be cut off. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { USUAL_OPTIONS } from '../snapshot.ts';
import { gallery } from './gallery.ts';
import { layoutFaults, TARGET_MINIMUM_PX } from './layout-faults.ts';
import { buildPseudoScreens, pseudoSnapshot } from './pseudo-locale.ts';
import { openStudio, SIZES, type Size } from './studio.ts';

let built: string;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-longer-'));
  (await buildPseudoScreens(built))._unsafeUnwrap();
});
afterAll(() => rm(built, { recursive: true, force: true }));

it.each<Size>(SIZES)('fits in $name', { timeout: 120_000 }, async ({ name, ...size }) => {
  const studio = await openStudio(built, size);
  try {
    // In the usual mode: large text on top of a longer language would be one enlargement too many.
    const entries = gallery.filter(({ optionsOpen }) => !optionsOpen);
    const faults: Record<string, string[]> = {};
    const answers = await studio.survey(
      entries.map(({ snapshot }) => ({ ...pseudoSnapshot(snapshot), options: USUAL_OPTIONS })),
      layoutFaults,
      TARGET_MINIMUM_PX[name],
    );
    for (const [index, { id }] of entries.entries()) {
      const found = answers[index] ?? ['not looked at'];
      if (found.length > 0) faults[id] = found;
    }
    expect(faults).toEqual({});
  } finally {
    await studio.close();
  }
});
