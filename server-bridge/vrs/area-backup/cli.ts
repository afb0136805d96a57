/** Saves one area to a file sealed to the municipality's key, and puts it back. See docs/operating/vrs-keys-and-backups.md. */
import { runBackupProgram } from './backup-program.ts';

process.exitCode = await runBackupProgram(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  errors: (text) => process.stderr.write(text),
});
