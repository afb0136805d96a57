/** Opens areas for municipalities, and lists those that are open. See README.md. */
import { runAreasProgram } from './areas-program.ts';

process.exitCode = await runAreasProgram(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  errors: (text) => process.stderr.write(text),
});
