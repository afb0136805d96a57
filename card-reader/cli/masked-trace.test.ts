import { describe, expect, it } from 'vitest';
import { anybody, layCard, readWhole } from '../virtual/laid-card.ts';
import { buildSyntheticCard } from '../virtual/synthetic-cards.ts';
import { parseInvocation } from './arguments.ts';
import { traceConnection } from './masked-trace.ts';

describe('the trace of the hand tool', () => {
  it('shows every command, and nothing of the person', async () => {
    const { connection } = await layCard(buildSyntheticCard(anybody()));
    const lines: string[] = [];
    await readWhole(traceConnection(connection, (line) => lines.push(line), false));
    expect(lines.filter((line) => line.startsWith('>')).length).toBe(14);
    const all = lines.join('\n');
    for (const secret of [anybody().individualNumber, anybody().name, anybody().birthDate, anybody().pin])
      expect(all).not.toContain(Buffer.from(secret, 'utf8').toString('hex').toUpperCase());
    expect(lines).toContain('> 0020009104 [4 bytes]');
  });
});

describe('the command line of the hand tool', () => {
  it.each([
    [['status']],
    [['people']],
    [['read', '--person', 'teppei', '--reader', 'virtual']],
    [['apdu', '00A40000', '00B0810000']],
  ])('accepts %j', (argv) => {
    expect(parseInvocation(argv).isOk()).toBe(true);
  });

  it.each([
    [[]],
    [['reed']],
    [['read', 'more']],
    [['read', '--synthetic']],
    [['read', '--person', '../etc']],
    [['apdu']],
    [['apdu', '00A4']],
    [['apdu', '00A4000']],
    [['status', '--reader', 'usb']],
    [['status', '--unknown']],
  ])('refuses %j', (argv) => {
    expect(parseInvocation(argv).isErr()).toBe(true);
  });
});
