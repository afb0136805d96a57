/** `node server-bridge/center/console/cli.ts FOLDER`: builds the console's page into that folder. */
import { buildConsole } from './build.ts';

const [outDirectory, ...rest] = process.argv.slice(2);
if (outDirectory === undefined || rest.length > 0) {
  console.error('Usage: node server-bridge/center/console/cli.ts FOLDER');
  process.exit(64);
}
const built = await buildConsole(outDirectory);
if (built.isErr()) {
  console.error('The page could not be built.', built.error.cause);
  process.exit(70);
}
for (const { name, bytes } of built.value.files) console.log(`${name}  ${bytes} bytes`);
