/// <reference types="node" />
/**
 * Writes a picture of every gallery entry: `node kiosk/screens/screenshots.ts FOLDER [word …]`; words narrow it to the
 * pictures whose name contains one of them. Names are `<id>.<language>.<size>.<mode>.png`.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LANGUAGES } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { gallery } from './gallery.ts';
import { MODES, openStudio, SIZES } from './studio.ts';

async function main(folder: string, words: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const built = await mkdtemp(join(tmpdir(), 'kofu-screens-'));
  try {
    const build = await buildScreens(built);
    if (build.isErr()) throw new Error(build.error.kind, { cause: build.error.cause });
    for (const size of SIZES) {
      const studio = await openStudio(built, size);
      try {
        for (const one of gallery) {
          for (const language of LANGUAGES) {
            for (const mode of MODES) {
              const name = `${one.id}.${language}.${size.name}.${mode.name}`;
              if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
              await studio.showEntry(one, { language, options: mode.options });
              await studio.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
            }
          }
        }
      } finally {
        await studio.close();
      }
    }
  } finally {
    await rm(built, { recursive: true, force: true });
  }
}

const [folder, ...words] = process.argv.slice(2);
if (folder === undefined) throw new Error('Usage: node kiosk/screens/screenshots.ts FOLDER [word …]');
await main(folder, words);
