/** The keys and secrets of a new center: `cli.ts --out FOLDER`. Ends with 0, 64 (called wrongly) or 65 (something is there already). */
import { parseArgs } from 'node:util';
import { makeFirstKeys } from './make-first-keys.ts';

const USAGE = 'usage: cli.ts --out FOLDER';
/** Of sysexits.h. */
const EXIT = { done: 0, usage: 64, refused: 65 } as const;

function folderOf(given: readonly string[]): string | null {
  try {
    return parseArgs({ args: [...given], options: { out: { type: 'string' } } }).values.out ?? null;
  } catch {
    return null;
  }
}

async function run(given: readonly string[]): Promise<number> {
  const folder = folderOf(given);
  if (folder === null || folder === '') {
    process.stderr.write(`${USAGE}\n`);
    return EXIT.usage;
  }
  const made = await makeFirstKeys(folder);
  if (made.isErr()) {
    process.stderr.write(`${made.error.file} is there already or cannot be written; nothing was made\n`);
    return EXIT.refused;
  }
  process.stdout.write(
    `${made.value.join('\n')}\nPin directive-key.public.json in every terminal (line.directiveKeys).\n`,
  );
  return EXIT.done;
}

process.exitCode = await run(process.argv.slice(2));
