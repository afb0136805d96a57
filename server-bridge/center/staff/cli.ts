/**
 * Accounts from the machine itself: the first administrator, and a way back when no administrator can sign in.
 *
 * `cli.ts make --config FILE --id ID --name NAME --role ROLE [--role ROLE …]`, `cli.ts renew --config FILE --id ID`. After the key of second
 * factors was renewed: `cli.ts reseal --config FILE`. What the person
 * is handed is printed once: give it over, and clear the screen.
 */
import { runAccountProgram } from './account-program.ts';

process.exitCode = await runAccountProgram(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  errors: (text) => process.stderr.write(text),
});
