/** The PIN from whoever sits there, or from standard input; never from the command line, where every process could read it. */

import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Four ASCII digits; null where something else came. */
export async function askPin(triesLeft: number): Promise<Uint8Array | null> {
  process.stderr.write(`PIN (${triesLeft} tries left): `);
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silence, terminal: process.stdin.isTTY === true });
  try {
    for await (const line of lines) {
      const digits = line.normalize('NFKC').trim();
      return /^[0-9]{4}$/.test(digits) ? new Uint8Array(Buffer.from(digits, 'ascii')) : null;
    }
    return null;
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
