/** P18 as a property: any sequence of payments, settlements, crashes and lost lines, on every collector, against a model of each yen. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeeCollector } from '../fee-collector.ts';
import { payFully, payPartly, reasonOf, until } from './fee-collector-contract.ts';
import type { FeeCollectorRig } from './fee-collector-rig.ts';
import { cashlessRig, ccTalkRig, deskRig, virtualCoinBoxRig } from './rigs.ts';

const IDS = ['payment-model-aaaaaaaa', 'payment-model-bbbbbbbb', 'payment-model-cccccccc'] as const;

type Known = { dueYen: number; insertedYen: number; state: 'open' | 'kept' | 'returned'; refundedYen: number | null };

const id = fc.constantFrom(...IDS);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('pay' as const), id, coins: fc.constantFrom([500], [100, 100, 50]) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pay-partly' as const), id, coin: fc.constantFrom(10, 50, 100) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('keep' as const), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('give-back' as const), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('refund' as const), id, yen: fc.constantFrom(120, 240, 360) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const DUE_YEN = 240;

/** What each step must do, and what must have moved. */
class Model {
  readonly known = new Map<string, Known>();
  takenYen = 0;
  returnedYen = 0;

  /** Why money for this payment is refused; `undefined` when it is not. */
  refusal(transactionId: string): string | undefined {
    const payment = this.known.get(transactionId);
    if (payment?.state === 'kept') return 'already-kept';
    if (payment?.state === 'returned') return 'already-returned';
    const other = [...this.known].some(([key, { state, insertedYen }]) => {
      return key !== transactionId && state === 'open' && insertedYen > 0;
    });
    return other ? 'escrow-open' : undefined;
  }

  insert(transactionId: string, insertedYen: number): void {
    const before = this.known.get(transactionId)?.insertedYen ?? 0;
    this.takenYen += insertedYen - before;
    this.known.set(transactionId, { dueYen: DUE_YEN, insertedYen, state: 'open', refundedYen: null });
  }
}

async function carryOut(
  rig: FeeCollectorRig,
  collector: FeeCollector,
  model: Model,
  each: Step,
): Promise<FeeCollector> {
  switch (each.do) {
    case 'pay':
    case 'pay-partly': {
      const refusal = model.refusal(each.id);
      const order = { transactionId: each.id, dueYen: DUE_YEN };
      if (refusal !== undefined) {
        expect(reasonOf(await collector.collect({ ...order, onEvent: () => {} }))).toBe(refusal);
        return collector;
      }
      const before = model.known.get(each.id)?.insertedYen ?? 0;
      if (before >= DUE_YEN) {
        expect((await collector.collect({ ...order, onEvent: () => {} }))._unsafeUnwrap().insertedYen).toBe(before);
      } else if (each.do === 'pay') {
        const { collected } = await payFully(rig, collector, { ...order, coins: each.coins });
        model.insert(each.id, collected._unsafeUnwrap().insertedYen);
        expect(collected._unsafeUnwrap().insertedYen).toBeGreaterThanOrEqual(DUE_YEN);
      } else {
        const ended = await payPartly(rig, collector, { ...order, coin: each.coin });
        const insertedYen = ended.match(
          (collected) => collected.insertedYen,
          (error) => ('insertedYen' in error ? error.insertedYen : -1),
        );
        expect(insertedYen).toBe(rig.exactOnly ? 0 : before + each.coin);
        model.insert(each.id, insertedYen);
      }
      return collector;
    }
    case 'keep': {
      const payment = model.known.get(each.id);
      const kept = await collector.keep(each.id);
      const enough = payment !== undefined && payment.state !== 'returned' && payment.insertedYen >= DUE_YEN;
      expect(kept.isOk()).toBe(enough);
      if (enough && payment.state === 'open') {
        model.returnedYen += payment.insertedYen - DUE_YEN;
        model.known.set(each.id, { ...payment, state: 'kept' });
      }
      return collector;
    }
    case 'give-back': {
      const payment = model.known.get(each.id);
      const returned = await collector.giveBack(each.id);
      if (payment === undefined) expect(reasonOf(returned)).toBe('unknown-transaction');
      else if (payment.state === 'kept') expect(reasonOf(returned)).toBe('already-kept');
      // An empty payment may have been forgotten for a younger one's sake.
      else if (payment.insertedYen === 0 && returned.isErr()) model.known.delete(each.id);
      else {
        expect(returned._unsafeUnwrap()).toEqual({ returnedYen: payment.insertedYen });
        if (payment.state === 'open') model.returnedYen += payment.insertedYen;
        model.known.set(each.id, { ...payment, state: 'returned' });
      }
      return collector;
    }
    case 'refund': {
      const payment = model.known.get(each.id);
      const refunded = await collector.refund(each.yen, each.id);
      const allowed =
        payment?.state === 'kept' && each.yen <= DUE_YEN && (payment.refundedYen ?? each.yen) === each.yen;
      expect(refunded.isOk()).toBe(allowed);
      if (allowed && payment.refundedYen === null) {
        model.returnedYen += each.yen;
        model.known.set(each.id, { ...payment, refundedYen: each.yen });
      }
      return collector;
    }
    case 'restart':
      await collector.close();
      return await rig.open();
    case 'cut':
      await rig.cutLine();
      await until(() => collector.status() === 'absent');
      await rig.mendLine();
      await collector.close();
      return await rig.open();
    default: {
      const never: never = each;
      throw new Error(`Unknown step ${JSON.stringify(never)}`);
    }
  }
}

describe.each([
  ['virtual coin box', virtualCoinBoxRig, 25],
  ['ccTalk on a pseudo-terminal', ccTalkRig, 8],
  ['cashless terminal', cashlessRig, 25],
  ['joined desk, coins', () => deskRig('coins'), 12],
  ['joined desk, cashless', () => deskRig('cashless'), 12],
])('%s', (_name, makeRig: () => Promise<FeeCollectorRig>, numRuns) => {
  test('nothing is lost and nothing is moved twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const rig = await makeRig();
        try {
          const model = new Model();
          let collector = await rig.open();
          for (const each of steps) {
            collector = await carryOut(rig, collector, model, each);
            expect([rig.takenYen(), rig.returnedYen()]).toEqual([model.takenYen, model.returnedYen]);
          }
        } finally {
          await rig.stop();
        }
      }),
      { numRuns, endOnFailure: true, seed: 20_261_122 },
    );
  }, 60_000);
});
