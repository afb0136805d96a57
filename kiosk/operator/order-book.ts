/**
 * Orders to the host, one at a time: an order whose outcome nobody has seen yet may still be moving money or paper. Outcomes are
 * recorded here, so that one that comes too late for the screen is not lost.
 */
import * as v from 'valibot';
import type { OperatorOrder, OperatorOutcome } from './desk-types.ts';
import type { OperatorRecord } from './operator-record.ts';
import { OPERATOR_RESULTS } from './words.ts';

const OutcomeSchema = v.strictObject({
  result: v.picklist(OPERATOR_RESULTS),
  yen: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000_000)),
});

export type OrderBook = { place(order: OperatorOrder): Promise<OperatorOutcome> };

export function openOrderBook(o: {
  carryOut: (order: OperatorOrder) => Promise<OperatorOutcome>;
  record: (record: OperatorRecord) => void;
}): OrderBook {
  let inHand = 0;

  const carriedOut = async (order: OperatorOrder): Promise<OperatorOutcome> => {
    // A restart is how an order that hangs ends.
    if (inHand > 0 && order.task !== 'restart') return { result: 'refused-now', yen: 0 };
    inHand += 1;
    try {
      return v.parse(OutcomeSchema, await o.carryOut(order));
    } catch {
      return { result: 'failed', yen: 0 };
    } finally {
      inHand -= 1;
    }
  };

  return {
    async place(order) {
      const outcome = await carriedOut(order);
      o.record({ action: order.task, code: outcome.result, operatorId: order.operatorId });
      return outcome;
    },
  };
}
