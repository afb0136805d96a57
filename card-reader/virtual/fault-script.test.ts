import { describe, expect, it } from 'vitest';
import { FAULT_NAMES, parseFaultScript } from './fault-script.ts';
import { anybody, layCard, readWhole } from './laid-card.ts';
import { buildSyntheticCard } from './synthetic-cards.ts';

describe('a fault script', () => {
  it('names commands and what goes wrong with them', () => {
    const script = '3:silent, 6:wrong-length=-3 7:wrong-status-word=6F00\n9:bit-flip=77 10:removed-during 11:slow=250';
    expect(parseFaultScript(script)._unsafeUnwrap()).toEqual([
      { at: 3, fault: { kind: 'silent' } },
      { at: 6, fault: { kind: 'wrong-length', change: -3 } },
      { at: 7, fault: { kind: 'wrong-status-word', statusWord: 0x6f00 } },
      { at: 9, fault: { kind: 'bit-flip', bit: 77 } },
      { at: 10, fault: { kind: 'removed', when: 'during' } },
      { at: 11, fault: { kind: 'slow', delayMs: 250 } },
    ]);
  });

  it('knows every kind of fault', () => {
    expect(FAULT_NAMES.length).toBe(15);
    expect(parseFaultScript('')._unsafeUnwrap()).toEqual([]);
  });

  it.each([
    'silent',
    '0:silent',
    '3:',
    '3:sillent',
    '3:silent=1',
    '3:bit-flip',
    '3:bit-flip=x',
    '3:wrong-status-word=6F',
    '3:toString',
  ])('"%s" is refused, and named', (part) => {
    expect(parseFaultScript(`1:reset ${part}`)._unsafeUnwrapErr()).toBe(part);
  });

  it('strikes at the commands it names, once', async () => {
    const faults = parseFaultScript('7:wrong-status-word=6581')._unsafeUnwrap();
    const card = buildSyntheticCard(anybody(), { faults });
    const laid = await layCard(card);
    expect(await readWhole(laid.connection)).toMatchObject({ kind: 'failed', at: 'read' });
    laid.hands.remove();
    expect((await readWhole((await layCard(card, laid.hands)).connection)).kind).toBe('read');
  });
});
