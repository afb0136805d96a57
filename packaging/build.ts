/**
 * `build.ts --out FOLDER`: builds kofu-terminal and kofu-servers for this processor with Debian's `dpkg-deb`. The same commit
 * gives the same bytes: times come from SOURCE_DATE_EPOCH, or from the commit. Exit codes: 0 done · 64 wrong arguments · 69 not built.
 */
import { parseArgs } from 'node:util';
import { buildPackages } from './build-packages.ts';

const EXIT_USAGE = 64;
const EXIT_UNAVAILABLE = 69;

function outDirectory(): string | null {
  try {
    return parseArgs({ options: { out: { type: 'string' } } }).values.out ?? null;
  } catch {
    return null;
  }
}

const out = outDirectory();
if (out === null) {
  process.stderr.write('Usage: npm run package -- --out FOLDER\n');
  process.exit(EXIT_USAGE);
}
try {
  for (const built of await buildPackages({ outDirectory: out })) {
    process.stdout.write(`${built.archive}\n`);
    for (const left of built.leftOut) process.stdout.write(`  left out (development only): ${left}\n`);
  }
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : 'The packages cannot be built.'}\n`);
  process.exit(EXIT_UNAVAILABLE);
}
