import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { READER_ERROR_KINDS } from '../reader.ts';
import type { CardFault } from '../virtual/card-faults.ts';
import { layCard } from '../virtual/laid-card.ts';
import type { PassportError } from './passport-error.ts';
import { readPassport } from './read-passport.ts';
import { readLaid, TEST_NOW } from './virtual/laid-passport.ts';
import { buildSyntheticPassport, type SyntheticPassport } from './virtual/synthetic-passport.ts';
import { foundState } from './virtual/synthetic-state.ts';

const state = foundState('UT');
const passports: Record<'bac' | 'pace', SyntheticPassport> = {
  bac: buildSyntheticPassport({ state, access: 'bac' }),
  pace: buildSyntheticPassport({ state, access: 'pace' }),
};
const COMMANDS = { bac: 18, pace: 23 } as const;
/** After the opening a chip with PACE is asked the same as one with BAC. */
const STRUCK = { bac: 18, pace: 10 } as const;

const NAMED: readonly PassportError['kind'][] = [
  ...READER_ERROR_KINDS,
  'wrong-document',
  'access-denied',
  'chip-unproven',
  'channel-broken',
  'unexpected-status',
  'object-malformed',
];

const FAULTS: readonly CardFault[] = [
  { kind: 'removed', when: 'before' },
  { kind: 'removed', when: 'during' },
  { kind: 'removed', when: 'after' },
  { kind: 'silent' },
  { kind: 'garbage' },
  { kind: 'one-byte' },
  { kind: 'wrong-length', change: -1 },
  { kind: 'wrong-length', change: 7 },
  { kind: 'wrong-length', change: -300 },
  ...[0x9000, 0x6282, 0x6300, 0x6982, 0x6a82, 0x6c05, 0x6110].map(
    (statusWord): CardFault => ({ kind: 'wrong-status-word', statusWord }),
  ),
  { kind: 'bit-flip', bit: 0 },
  { kind: 'bit-flip', bit: 77 },
  { kind: 'bit-flip', bit: 1_001 },
  { kind: 'endless-more-data' },
  { kind: 'first-command-failed' },
  { kind: 'reset' },
  { kind: 'slow', delayMs: 5 },
];

const CASES = (['bac', 'pace'] as const).flatMap((access) =>
  FAULTS.flatMap((fault) =>
    Array.from({ length: STRUCK[access] }, (_, index) => ({
      name: JSON.stringify(fault),
      access,
      fault,
      at: index + 1,
    })),
  ),
);

/** A reading under a fault either fails with a name and nothing of the holder, or is right. */
function expectHonest(result: Awaited<ReturnType<typeof readLaid>>['result'], passport: SyntheticPassport): void {
  if (result.isOk()) {
    expect(result.value).toMatchObject({
      documentNumber: 'ZZ0000000',
      primaryIdentifier: 'MIHON',
      birthDate: '19870605',
    });
    expect([result.value.dg1, result.value.sod]).toEqual([passport.dg1, passport.sod]);
    return;
  }
  expect(NAMED).toContain(result.error.kind);
  expect(JSON.stringify(result.error)).not.toMatch(/ZZ0000000|MIHON|ICHIYO|870605/);
}

describe('a fault at any command of a reading', () => {
  it.each(CASES)('$name at command $at ($access): an honest end, and the next insertion works', async (one) => {
    const passport = passports[one.access];
    passport.card.clearFaults();
    passport.card.addFault(one.fault, one.at);
    const laid = await readLaid(passport, { timeoutMs: 30 });
    expectHonest(laid.result, passport);
    await laid.connection.disconnect();
    laid.hands.remove();
    passport.card.clearFaults();
    // A whole reading after each of some hundred faults would show nothing new; after some it is made.
    if (one.at % 10 !== 0) return;
    const again = await readLaid(passport, { hands: laid.hands });
    expect(again.result.isOk()).toBe(true);
    await again.connection.disconnect();
    laid.hands.remove();
  });

  it.each(
    (['bac', 'pace'] as const).flatMap((access) => [8, 10, 14, COMMANDS[access]].map((at) => [access, at] as const)),
  )('a wrong MAC under %s at command %i ends the reading there', async (access, at) => {
    const passport = buildSyntheticPassport({ state, access, faults: [{ kind: 'wrong-mac', at }] });
    const { result, card } = await readLaid(passport);
    const protectedFrom = access === 'bac' ? 6 : 9;
    if (at < protectedFrom) expect(result.isOk()).toBe(true);
    else {
      expect(result._unsafeUnwrapErr().kind).toBe('channel-broken');
      expect(card.commandCount).toBe(at);
    }
  });
});

describe('whatever a chip or somebody between answers', () => {
  const mutation = fc.record({
    access: fc.constantFrom('bac' as const, 'bac' as const, 'bac' as const, 'pace' as const),
    at: fc.integer({ min: 1, max: 23 }),
    edits: fc.array(fc.record({ at: fc.nat({ max: 300 }), byte: fc.nat({ max: 255 }) }), { maxLength: 4 }),
    length: fc.option(fc.integer({ min: 0, max: 258 }), { freq: 3 }),
  });

  it('it is refused with a name, or the passport is the right one', async () => {
    await fc.assert(
      fc.asyncProperty(mutation, async ({ access, at, edits, length }) => {
        const passport = passports[access];
        const { connection, hands } = await layCard(passport.card);
        let count = 0;
        const result = await readPassport({
          connection: {
            ...connection,
            insertion: connection.insertion,
            atr: connection.atr,
            disconnect: () => connection.disconnect(),
            transmit: async (command, options) => {
              count += 1;
              const answer = await connection.transmit(command, options);
              if (count !== at) return answer;
              return answer.map((bytes) => {
                const changed = new Uint8Array(length ?? bytes.length);
                changed.set(bytes.subarray(0, changed.length));
                for (const edit of edits) changed[edit.at % Math.max(changed.length, 1)] = edit.byte;
                return changed;
              });
            },
          },
          mrz: passport.zone,
          anchors: passport.anchors,
          now: TEST_NOW,
          signal: new AbortController().signal,
          timeoutMs: 1_000,
        });
        expectHonest(result, passport);
        await connection.disconnect();
        hands.remove();
      }),
      { seed: 20_260_615, numRuns: 300 },
    );
  });

  it('a chip that answers noise never gets further than its first answers', async () => {
    const noise = fc.array(fc.uint8Array({ maxLength: 258 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(noise, async (answers) => {
        const passport = passports.bac;
        const { connection } = await layCard(passport.card);
        let next = 0;
        const result = await readPassport({
          connection: {
            insertion: 1,
            atr: new Uint8Array(0),
            disconnect: () => Promise.resolve(),
            transmit: (command) => {
              const bytes = answers[next % answers.length] ?? new Uint8Array(2);
              next += 1;
              // Half of them end well, so that the noise is looked at.
              const status = next % 2 === 0 ? [0x90, 0x00] : [0x6a, 0x82];
              return connection
                .transmit(command)
                .then((right) => right.map(() => Uint8Array.from([...bytes, ...status])));
            },
          },
          mrz: passport.zone,
          anchors: passport.anchors,
          now: TEST_NOW,
          signal: new AbortController().signal,
        });
        expect(NAMED).toContain(result._unsafeUnwrapErr().kind);
        expect(next).toBeLessThan(12);
        await connection.disconnect();
      }),
      { seed: 20_260_616, numRuns: 600 },
    );
  });
});
