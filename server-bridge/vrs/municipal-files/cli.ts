/** `node server-bridge/vrs/municipal-files/cli.ts`: writes docs/municipal-files anew. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manualPages } from './manual.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'docs', 'municipal-files');
await mkdir(folder, { recursive: true });
for (const [name, text] of manualPages()) await writeFile(join(folder, name), text);
