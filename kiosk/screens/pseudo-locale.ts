/// <reference types="node" />
/**
 * The screens in a language nobody speaks, for tests of the layout: built with it in the place of English, shown by the studio
 * as `en`. The product never has it.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { LocalizedTextSchema } from '../../server-bridge/protocol/index.ts';
import { type Snapshot, SnapshotSchema } from '../snapshot.ts';
import { buildScreens, type ScreensPlugin } from './build.ts';
import { grown } from './pseudo-texts.ts';

const source = fileURLToPath(new URL('.', import.meta.url));

const pseudoEnglish: ScreensPlugin = {
  name: 'pseudo-english',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/en\.ts$/ }, ({ importer }) =>
      importer === join(source, 'texts', 'index.ts') ? { path: 'english', namespace: 'pseudo' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'pseudo' }, () => ({
      contents: `import { EN as PLAIN } from './texts/en.ts';
        import { pseudoTexts } from './pseudo-texts.ts';
        export const EN = pseudoTexts(PLAIN);`,
      loader: 'ts',
      resolveDir: source,
    }));
  },
};

/** As `buildScreens`, with every English text two fifths longer, accented, and between square brackets. */
export function buildPseudoScreens(outDirectory: string): ReturnType<typeof buildScreens> {
  return buildScreens(outDirectory, [pseudoEnglish]);
}

/** The snapshot in that language: what comes from outside (names, terms, notices) is longer and accented too. */
export function pseudoSnapshot(snapshot: Snapshot): Snapshot {
  const changed: unknown = JSON.parse(JSON.stringify(snapshot), (_, value: unknown) =>
    v.is(LocalizedTextSchema, value) ? { ...value, en: grown(value.en) } : value,
  );
  return { ...v.parse(SnapshotSchema, changed), language: 'en' };
}
