/** `node server-bridge/vrs/console/cli.ts FOLDER`: builds the page of municipal staff into that folder. */
import { buildStaffPage } from './build.ts';

const [outDirectory, ...rest] = process.argv.slice(2);
if (outDirectory === undefined || rest.length > 0) {
  console.error('Usage: node server-bridge/vrs/console/cli.ts FOLDER');
  process.exit(64);
}
const built = await buildStaffPage(outDirectory);
if (built.isErr()) {
  console.error('The page could not be built.', built.error.cause);
  process.exit(70);
}
for (const { name, bytes } of built.value.files) console.log(`${name}  ${bytes} bytes`);
