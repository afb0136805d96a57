/**
 * `npm run tour [-- --out FOLDER] [--pictures]`: plays three visits at a real kiosk with virtual devices, says what happens in one
 * line a screen, and writes a picture of each and one page with all of them, `tour.html`. `--pictures` makes the README's
 * pictures of it as well (`docs/pictures`). Needs no display. Ends by itself: 0 when all three visits went as told, 1 otherwise.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { albumOf, type Story } from './tour/album.ts';
import { type PlayedScene, playVisit } from './tour/play-visit.ts';
import { writeReadmePictures } from './tour/readme-pictures.ts';
import { openStand } from './tour/stand.ts';
import { TOUR_VISITS } from './tour/visits.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WHOLE_LIMIT_MS = 15 * 60_000;

function readArguments(): { out: string; pictures: boolean } {
  try {
    const { values } = parseArgs({ options: { out: { type: 'string' }, pictures: { type: 'boolean' } } });
    return { out: values.out ?? join(ROOT, '.kofu', 'tour'), pictures: values.pictures ?? false };
  } catch {
    console.error('Usage: npm run tour -- [--out FOLDER] [--pictures]');
    process.exit(64);
  }
}

async function main({ out, pictures }: { out: string; pictures: boolean }, signal: AbortSignal): Promise<void> {
  await mkdir(out, { recursive: true });
  console.log('The kiosk is being started …');
  const stand = await openStand();
  try {
    const stories: Story[] = [];
    let good: PlayedScene[] = [];
    for (const [index, visit] of TOUR_VISITS.entries()) {
      console.log(`\n${index + 1}. ${visit.title}. ${visit.outline}`);
      const scenes: PlayedScene[] = [];
      await playVisit(visit, {
        ...stand,
        signal,
        async onScene(scene) {
          scenes.push(scene);
          console.log(`   ${scene.line}  （${scene.title}）`);
          const name = `${visit.id}-${String(scenes.length).padStart(2, '0')}-${scene.screen}.png`;
          await writeFile(join(out, name), scene.picture);
        },
      });
      stories.push({ title: visit.title, outline: visit.outline, scenes });
      if (visit.id === 'good') good = scenes;
    }
    await writeFile(join(out, 'tour.html'), albumOf(stories));
    if (pictures) await writeReadmePictures({ root: ROOT, stand, scenes: good });
    console.log(`\nAll of it to look at: ${join(out, 'tour.html')}`);
  } finally {
    await stand.stop();
  }
}

const options = readArguments();
const ending = new AbortController();
process.on('SIGINT', () => ending.abort(new Error('Ended by hand.')));
process.on('SIGTERM', () => ending.abort(new Error('Ended from outside.')));
const late = setTimeout(() => ending.abort(new Error('The tour takes too long.')), WHOLE_LIMIT_MS);
try {
  await main(options, ending.signal);
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : 'The tour could not be played.');
  process.exitCode = 1;
} finally {
  clearTimeout(late);
}
process.exit();
