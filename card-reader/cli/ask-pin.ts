import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Asks for a PIN on the terminal without showing it. Undefined when it is not four digits. */
export async function askPin(question: string): Promise<Uint8Array | undefined> {
  process.stderr.write(question);
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silence, terminal: process.stdin.isTTY });
  try {
    for await (const line of lines) {
      const digits = line.normalize('NFKC').trim();
      return /^[0-9]{4}$/.test(digits) ? new Uint8Array(Buffer.from(digits, 'ascii')) : undefined;
    }
    return undefined;
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
