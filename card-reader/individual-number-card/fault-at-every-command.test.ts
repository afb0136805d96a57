import { describe, expect, it } from 'vitest';
import { verifyCard } from '../index.ts';
import { READER_ERROR_KINDS } from '../reader.ts';
import type { CardFault } from '../virtual/card-faults.ts';
import { anybody, CHALLENGE, layCard, type Reading, readWhole } from '../virtual/laid-card.ts';
import { buildSyntheticCard, syntheticCardAnchors } from '../virtual/synthetic-cards.ts';

const COMMANDS = 14;
const VERIFY_COMMAND = 3;
const NAMED: readonly string[] = [
  ...READER_ERROR_KINDS,
  'wrong-card',
  'pin-wrong',
  'pin-locked',
  'pin-unclear',
  'unexpected-status',
  'object-malformed',
];

const FAULTS: readonly CardFault[] = [
  { kind: 'removed', when: 'before' },
  { kind: 'removed', when: 'during' },
  { kind: 'removed', when: 'after' },
  { kind: 'silent' },
  { kind: 'mute' },
  { kind: 'garbage' },
  { kind: 'one-byte' },
  { kind: 'wrong-length', change: -3 },
  { kind: 'wrong-length', change: 7 },
  { kind: 'wrong-length', change: -300 },
  ...[0x6982, 0x6986, 0x6a82, 0x6700, 0x6b00, 0x6f00, 0x6282, 0x6c05, 0x6300, 0x6984, 0x63c0, 0x9000].map(
    (statusWord): CardFault => ({ kind: 'wrong-status-word', statusWord }),
  ),
  { kind: 'bit-flip', bit: 0 },
  { kind: 'bit-flip', bit: 77 },
  { kind: 'bit-flip', bit: 1_001 },
  { kind: 'endless-more-data' },
  { kind: 'first-command-failed' },
  { kind: 'tries-counter-wrong', tries: 1 },
  { kind: 'tries-counter-wrong', tries: 0 },
  { kind: 'reset' },
  { kind: 'slow', delayMs: 5 },
];

const CASES = FAULTS.flatMap((fault) =>
  Array.from({ length: COMMANDS }, (_, index) => ({ name: JSON.stringify(fault), fault, at: index + 1 })),
);

/** A reading under a fault either fails with a name, or is right; a wrong one must not pass the verification. */
function expectHonest(reading: Reading): void {
  if (reading.kind === 'failed') {
    expect(NAMED).toContain(reading.error.kind);
    return;
  }
  const { image, challengeSignature } = reading;
  const verdict = verifyCard({ image, challenge: CHALLENGE, challengeSignature, anchors: syntheticCardAnchors() });
  if (verdict.isErr()) return;
  const { individualNumber, name, address, birthDate, sex } = anybody();
  expect(verdict.value).toEqual({ individualNumber, name, address, birthDate, sex });
}

describe('a fault at any command of a reading', () => {
  it.each(CASES)(
    '$name at command $at: an honest end, one VERIFY, and the next insertion works',
    async ({ fault, at }) => {
      const card = buildSyntheticCard(anybody());
      card.addFault(fault, at);
      const laid = await layCard(card);
      const reading = await readWhole(laid.connection, 60);
      expectHonest(reading);
      const verifies = laid.commands.filter((command) => /^002000..04/.test(command));
      expect(verifies.length).toBeLessThanOrEqual(1);
      expect(card.pinTriesLeft).toBe(3);
      if (at < VERIFY_COMMAND && reading.kind === 'failed') expect(verifies).toEqual([]);

      await laid.connection.disconnect();
      laid.hands.remove();
      const again = await layCard(card, laid.hands);
      expect((await readWhole(again.connection)).kind).toBe('read');
    },
  );

  it.each(CASES.filter(({ at }) => at === VERIFY_COMMAND))(
    '$name at a wrong PIN spends one try and no more',
    async ({ fault }) => {
      const card = buildSyntheticCard({ ...anybody(), pin: '9999' });
      card.addFault(fault, VERIFY_COMMAND);
      const laid = await layCard(card);
      const reading = await readWhole(laid.connection, 60);
      expect(reading.kind === 'failed' || card.pinTriesLeft < 3).toBe(true);
      expect(card.pinTriesLeft).toBeGreaterThanOrEqual(2);
    },
  );
});

describe('a lost answer to VERIFY', () => {
  it.each([
    { kind: 'silent' },
    { kind: 'removed', when: 'after' },
    { kind: 'garbage' },
    { kind: 'one-byte' },
    { kind: 'wrong-status-word', statusWord: 0x6f00 },
    { kind: 'wrong-length', change: 4 },
    { kind: 'reset' },
  ] as const)('$kind is pin-unclear', async (fault) => {
    const card = buildSyntheticCard(anybody());
    card.addFault(fault, VERIFY_COMMAND);
    const reading = await readWhole((await layCard(card)).connection, 60);
    expect(reading).toMatchObject({ kind: 'failed', at: 'verify', error: { kind: 'pin-unclear' } });
  });
});
