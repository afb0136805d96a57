/** `node tests/environment/development-code.ts FILE`: the one-time code of the development account, as a telephone would show it. */
import { readFile } from 'node:fs/promises';
import { URI } from 'otpauth';

const [file, ...rest] = process.argv.slice(2);
if (file === undefined || rest.length > 0) {
  console.error('Usage: node tests/environment/development-code.ts FILE');
  process.exit(64);
}
console.log(URI.parse((await readFile(file, 'utf8')).trim()).generate());
