/**
 * Writes docs/line-messages anew from the schemas: `node server-bridge/line/message-schemas/write-schemas.cli.ts`, then
 * `npx biome check --write docs/line-messages`.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publishedSchemas } from './line-message-schemas.ts';

const folder = fileURLToPath(new URL('../../../docs/line-messages/', import.meta.url));
const schemas = publishedSchemas();
await mkdir(folder, { recursive: true });
for (const name of await readdir(folder)) {
  if (name.endsWith('.schema.json') && !schemas.has(name)) await rm(join(folder, name));
}
for (const [name, text] of schemas) await writeFile(join(folder, name), text);
process.stdout.write(`${schemas.size} schemas\n`);
