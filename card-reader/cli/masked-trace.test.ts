import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../apdu/hex.ts';
import { anybody, layCard, readWhole } from '../virtual/laid-card.ts';
import { buildSyntheticCard } from '../virtual/synthetic-cards.ts';
import { maskAnswer, maskCommand, traceConnection } from './masked-trace.ts';

async function traced(clear: boolean): Promise<string[]> {
  const { connection } = await layCard(buildSyntheticCard(anybody()));
  const lines: string[] = [];
  await readWhole(traceConnection(connection, (line) => lines.push(line), clear));
  return lines;
}

const SECRETS = [anybody().individualNumber, anybody().name, anybody().birthDate, anybody().pin].map((secret) =>
  Buffer.from(secret, 'utf8').toString('hex').toUpperCase(),
);

describe('the trace of the hand tool', () => {
  it('shows every command, and nothing of the person', async () => {
    const lines = await traced(false);
    expect(lines.filter((line) => line.startsWith('>')).length).toBe(14);
    for (const secret of SECRETS) expect(lines.join('\n')).not.toContain(secret);
    expect(lines).toContain('> 0020009104 [4 bytes]');
  });

  it('shows everything where that was asked for', async () => {
    const all = (await traced(true)).join('\n');
    for (const secret of SECRETS) expect(all).toContain(secret);
  });

  it('hides the data of whatever other command and answer, known to us or not', () => {
    const secret = fromHex('C0FFEEC0FFEEC0FFEE');
    fc.assert(
      fc.property(fc.nat({ max: 255 }), fc.nat({ max: 255 }), (cla, ins) => {
        fc.pre(ins !== 0xa4);
        const command = Uint8Array.of(cla, ins, 0, 0, secret.length, ...secret);
        expect(maskCommand(command)).not.toContain('FFEE');
        expect(maskAnswer(ins, Uint8Array.of(...secret, 0x90, 0x00))).toBe('[9 bytes] 9000');
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('shows a SELECT and a bare status whole', () => {
    expect(maskCommand(fromHex('00A4020C020001'))).toBe('00A4020C020001');
    expect(maskAnswer(0x20, fromHex('63C2'))).toBe('63C2');
    expect(maskAnswer(0xa4, fromHex('6F009000'))).toBe('6F009000');
  });
});
