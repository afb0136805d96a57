import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CoinBoxLedger } from './coin-box-ledger.ts';
import { ACCEPTED_YEN } from './money.ts';

const A = 'payment-a';
const B = 'payment-b';

function paid(dueYen: number, ...coins: number[]): CoinBoxLedger {
  const ledger = new CoinBoxLedger();
  ledger.collect(A, dueYen);
  for (const yen of coins) ledger.insert(yen, false);
  return ledger;
}

test('money lies in escrow until it is kept, and change goes out with it', () => {
  const ledger = paid(240, 100, 100, 100);
  expect(ledger.escrow).toEqual({ escrowYen: 300, transactionId: A });
  expect(ledger.keep(A)._unsafeUnwrap()).toBe(60);
  expect(ledger.tallies).toMatchObject({ insertedYen: 300, keptYen: 240, changeYen: 60, returnedYen: 0 });
  expect(ledger.escrow).toEqual({ escrowYen: 0, transactionId: null });
});

test.each([
  ['keep', (ledger: CoinBoxLedger) => ledger.keep(A)],
  ['give back', (ledger: CoinBoxLedger) => ledger.giveBack(A)],
])('%s asked for three times moves money once', (_name, ask) => {
  const ledger = paid(120, 100, 50);
  const answers = [ask(ledger), ask(ledger), ask(ledger)];
  expect(new Set(answers.map((answer) => answer._unsafeUnwrap())).size).toBe(1);
  const { keptYen, changeYen, returnedYen } = ledger.tallies;
  expect(keptYen + changeYen + returnedYen).toBe(150);
});

test('exactly one refund, of a sum asked for first', () => {
  const ledger = paid(240, 500);
  expect(ledger.refund(A, 240)._unsafeUnwrapErr()).toBe('not-paid');
  ledger.keep(A);
  expect(ledger.refund(A, 241)._unsafeUnwrapErr()).toBe('too-much');
  expect(ledger.refund(A, 120)._unsafeUnwrap()).toBe(120);
  expect(ledger.refund(A, 120)._unsafeUnwrap()).toBe(120);
  expect(ledger.refund(A, 240)._unsafeUnwrapErr()).toBe('different-amount');
  expect(ledger.tallies.refundedYen).toBe(120);
});

test('kept money is not given back, returned money is not kept', () => {
  const kept = paid(120, 500);
  kept.keep(A);
  expect(kept.giveBack(A)._unsafeUnwrapErr()).toBe('already-kept');
  const returned = paid(120, 500);
  returned.giveBack(A);
  expect(returned.keep(A)._unsafeUnwrapErr()).toBe('already-returned');
  expect(returned.refund(A, 120)._unsafeUnwrapErr()).toBe('already-returned');
});

test('less than the sum due is never kept', () => {
  const ledger = paid(120, 100, 10);
  expect(ledger.keep(A)._unsafeUnwrapErr()).toBe('not-paid');
  expect(ledger.giveBack(A)._unsafeUnwrap()).toBe(110);
});

test('without change nothing is moved, and escrow can still be given back', () => {
  const ledger = paid(120, 500);
  ledger.cannotPayOut = true;
  expect(ledger.keep(A)._unsafeUnwrapErr()).toBe('cannot-pay-out');
  expect(ledger.tallies.keptYen).toBe(0);
  expect(ledger.giveBack(A)._unsafeUnwrap()).toBe(500);
});

test('no second payment begins over somebody’s escrow, but an empty one makes way', () => {
  const ledger = paid(120, 100);
  expect(ledger.collect(B, 120)._unsafeUnwrapErr()).toBe('escrow-open');
  expect(ledger.collect(A, 240)._unsafeUnwrapErr()).toBe('different-amount');
  expect(ledger.collect(A, 120)._unsafeUnwrap()).toBe(100);
  expect(paid(120).collect(B, 120)._unsafeUnwrap()).toBe(0);
});

test('coins fall through when nobody is to pay, at a jammed slot, and above the sum due', () => {
  expect(new CoinBoxLedger().insert(100, false)).toBeUndefined();
  const ledger = paid(120, 100);
  expect(ledger.insert(100, true)).toBeUndefined();
  expect(ledger.insert(50, false)).toEqual({ transactionId: A, insertedYen: 150 });
  expect(ledger.insert(50, false)).toBeUndefined();
  expect(ledger.tallies).toMatchObject({ insertedYen: 150, fellThroughYen: 150 });
});

const yen = fc.constantFrom(...ACCEPTED_YEN);
const id = fc.constantFrom(A, B, 'payment-c');
const step = fc.oneof(
  fc.record({ do: fc.constant('insert' as const), yen, jammed: fc.boolean() }),
  fc.record({ do: fc.constant('collect' as const), id, dueYen: fc.constantFrom(0, 120, 240) }),
  fc.record({
    do: fc.constantFrom('stop' as const, 'keep' as const, 'giveBack' as const, 'settledByHand' as const),
    id,
  }),
  fc.record({ do: fc.constant('refund' as const), id, yen: fc.constantFrom(0, 120, 240) }),
  fc.record({ do: fc.constant('pause' as const) }),
  fc.record({ do: fc.constant('change' as const), none: fc.boolean() }),
);

test('P18: whatever happens in whatever order, no yen is made or lost, and no more refunded than was kept', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const ledger = new CoinBoxLedger();
      let slotYen = 0;
      for (const each of steps) {
        if (each.do === 'insert') {
          slotYen += each.yen;
          ledger.insert(each.yen, each.jammed);
        } else if (each.do === 'collect') ledger.collect(each.id, each.dueYen);
        else if (each.do === 'refund') ledger.refund(each.id, each.yen);
        else if (each.do === 'pause') ledger.pause();
        else if (each.do === 'change') ledger.cannotPayOut = each.none;
        else ledger[each.do](each.id);
        const tallies = ledger.tallies;
        expect(tallies.insertedYen + tallies.fellThroughYen).toBe(slotYen);
        expect(
          tallies.keptYen + tallies.changeYen + tallies.returnedYen + tallies.byHandYen + ledger.escrow.escrowYen,
        ).toBe(tallies.insertedYen);
        expect(tallies.refundedYen).toBeLessThanOrEqual(tallies.keptYen);
      }
    }),
    { numRuns: 500 },
  );
});
