/** Writes docs/machines anew from the machines: `node tests/proofs/machine-diagrams.ts`. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { machineDocuments } from './diagrams/machine-documents.ts';

const folder = fileURLToPath(new URL('../../docs/machines/', import.meta.url));
mkdirSync(folder, { recursive: true });
const documents = machineDocuments();
for (const file of readdirSync(folder)) if (!documents.has(file)) rmSync(`${folder}${file}`);
for (const [file, text] of documents) writeFileSync(`${folder}${file}`, text);
process.stdout.write(`${documents.size} documents in docs/machines\n`);
