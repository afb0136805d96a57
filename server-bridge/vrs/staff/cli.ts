/**
 * A municipality's first administrator and first terminal, from the machine itself, and a way back when no administrator can sign in.
 *
 * `cli.ts make-administrator --config FILE --area CODE --id ID --name NAME`, `cli.ts register-terminal --config FILE --area CODE
 * --terminal NAME`. What the person is handed is printed once: give it over, and clear the screen.
 */
import { runStaffProgram } from './staff-program.ts';

process.exitCode = await runStaffProgram(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  errors: (text) => process.stderr.write(text),
});
