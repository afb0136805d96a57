import { describe, expect, it } from 'vitest';
import type { ContractHands, ContractSubject } from '../contract/contract-subject.ts';
import { contractCasesFor } from '../contract/reader-contract.ts';
import { openReader } from '../index.ts';
import { anybody } from '../virtual/laid-card.ts';
import { buildSyntheticCard } from '../virtual/synthetic-cards.ts';
import { VirtualCard } from '../virtual/virtual-card.ts';
import { VirtualReader } from '../virtual/virtual-reader.ts';

/**
 * `KOFU_REAL_READER='Name of the reader' npx vitest run card-reader/pcsc/real-reader.test.ts` puts the contract to a
 * reader on the desk, with somebody who follows what it says on standard error, and any individual-number card.
 */
const READER_NAME = process.env['KOFU_REAL_READER'];
const OFFERS = ['cable'] as const;
const PATIENCE_MS = 60_000;

describe('what a real reader and a real card are put to', () => {
  it('sends no PIN and changes nothing on the card: no one loses a try to a test', async () => {
    const sent: number[] = [];
    const inner = buildSyntheticCard(anybody());
    const program = {
      respond: (command: Uint8Array) => {
        sent.push(command[1] ?? 0);
        const reaction = inner.react(command);
        return reaction.kind === 'answer' ? reaction.bytes : new Uint8Array(0);
      },
      powerOff: () => inner.powerOff(),
    };
    const slot = new VirtualReader();
    const hands: ContractHands = {
      insert: () => slot.insert(new VirtualCard({ program })),
      remove: () => slot.remove(),
      unplug: () => slot.unplug(),
      plug: () => slot.plug(),
    };
    const cases = contractCasesFor(OFFERS);
    for (const contract of cases)
      await contract.run({ hands, offers: OFFERS, open: () => Promise.resolve(slot.openInProcess()) });
    expect(cases.length).toBeGreaterThan(5);
    // SELECT only.
    expect(new Set(sent)).toEqual(new Set([0xa4]));
  });
});

if (READER_NAME !== undefined) {
  const ask = (what: string) => (): void => {
    process.stderr.write(`\n>>> ${what}\n`);
  };
  const subject: ContractSubject = {
    offers: OFFERS,
    patienceMs: PATIENCE_MS,
    open: () => openReader({ kind: 'pcsc', readerName: READER_NAME }),
    hands: {
      insert: ask('lay the card on the reader'),
      remove: ask('take the card away (if it lies there)'),
      unplug: ask('pull the cable of the reader'),
      plug: ask('plug the reader in again'),
    },
  };
  describe(`${READER_NAME} keeps the reader contract`, () => {
    for (const contract of contractCasesFor(OFFERS)) it(contract.name, () => contract.run(subject), PATIENCE_MS * 6);
  });
}
