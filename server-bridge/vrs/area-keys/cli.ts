/**
 * Keys of areas and the master key, by hand: `cli.ts rotate --area CODE --config FILE`, `cli.ts change-master-key --config FILE --to FILE`.
 * See docs/operating/vrs-keys-and-backups.md.
 */
import { runKeysProgram } from './keys-program.ts';

process.exitCode = await runKeysProgram(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  errors: (text) => process.stderr.write(text),
});
