import type { Result } from 'neverthrow';
import type { Answering, CoinBoxFault, CoinBoxSupply, Question } from '../coin-box/messages.ts';
import type { FeeRefusal } from '../fee-collector.ts';
import type { CoinBoxLedger } from './coin-box-ledger.ts';

/** What the box says of itself, besides its money. */
export type BoxState = { readonly faults: CoinBoxFault[]; readonly supplies: CoinBoxSupply[] };

/** One question, answered from the ledger. A jammed slot takes no payment, and still pays back what it holds. */
export function answerQuestion(question: Question, ledger: CoinBoxLedger, state: BoxState): Answering {
  switch (question.ask) {
    case 'status':
      return { answer: 'status', ...state };
    case 'escrow':
      return { answer: 'escrow', ...ledger.escrow };
    case 'collect':
      return orRefused(ledger.collect(question.transactionId, question.dueYen), (insertedYen) => ({
        answer: 'collecting',
        insertedYen,
      }));
    case 'stop':
      return orRefused(ledger.stop(question.transactionId), (insertedYen) => ({ answer: 'stopped', insertedYen }));
    case 'keep':
      return orRefused(ledger.keep(question.transactionId), (changeYen) => ({ answer: 'kept', changeYen }));
    case 'give-back':
      return orRefused(ledger.giveBack(question.transactionId), (returnedYen) => ({
        answer: 'given-back',
        returnedYen,
      }));
    case 'refund':
      return orRefused(ledger.refund(question.transactionId, question.yen), (refundedYen) => ({
        answer: 'refunded',
        refundedYen,
      }));
    case 'settled-by-hand':
      return orRefused(ledger.settledByHand(question.transactionId), () => ({ answer: 'settled-by-hand' }));
    default: {
      const never: never = question;
      throw new Error(`unknown question ${String(never)}`);
    }
  }
}

function orRefused(outcome: Result<number, FeeRefusal>, answer: (yen: number) => Answering): Answering {
  return outcome.match(answer, (reason): Answering => ({ answer: 'refused', reason }));
}
