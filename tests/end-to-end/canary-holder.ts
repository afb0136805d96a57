/** A process that holds what it is told and nothing beside: proves that the search of memory sees what is there. */
import { createInterface } from 'node:readline';

/** So that what it was told is not itself what is looked for. */
const MASK = 0x5a;

const held: Buffer[] = [];
for await (const line of createInterface({ input: process.stdin })) {
  const bytes = Buffer.from(line, 'base64');
  for (const [index, byte] of bytes.entries()) bytes[index] = byte ^ MASK;
  held.push(bytes);
  process.stdout.write(`${JSON.stringify({ event: 'HELD', count: held.length })}\n`);
}
