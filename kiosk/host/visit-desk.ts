/**
 * The host's side of one visit: relays sealed bytes, collects and settles money, permits prints, passes frames on. It answers
 * only the visit it was made for; what arrives after its end is dropped and counted (P1).
 */
import type { ReceiptPrinter } from '../../printing/index.ts';
import type { Line, LineError } from '../../server-bridge/line/index.ts';
import type { RelayRefusal, VisitId } from '../../server-bridge/protocol/index.ts';
import type { VisitToHost } from '../visit/index.ts';
import type { Till } from './till.ts';
import type { VisitProcess } from './visit-process.ts';

const CHALLENGE_LIMIT_MS = 8_000;
const RELAY_LIMIT_MS = 25_000;

type Ended = Extract<VisitToHost, { type: 'ended' }>;

export type VisitDesk = {
  /** Resolves once the visit process has ended and the money is settled. */
  readonly finished: Promise<Ended['outcome']>;
  /** Yen and copies of this visit, for tests and the hand tools; no person. */
  readonly counts: { apdus: number; cardBytes: number; confirmedCopies: number };
};

export function serveVisit(o: {
  visitId: VisitId;
  process: VisitProcess;
  line: Line;
  till: Till;
  receiptPrinter: ReceiptPrinter;
  receipt: (money: {
    kind: 'domestic' | 'overseas';
    copies: number;
    copyYen: number;
    totalYen: number;
    paidYen: number;
    changeYen: number;
  }) => Parameters<ReceiptPrinter['print']>[0];
  readerEmpty: () => boolean;
  onFrame: (message: Extract<VisitToHost, { type: 'frame' }>) => void;
  onRightPersonFailed: (fault: string) => void;
  onReceiptFailed: (code: string) => void;
  onLateAnswer: () => void;
  onPaperUncertain: () => void;
}): VisitDesk {
  const { process, line, till } = o;
  const counts = { apdus: 0, cardBytes: 0, confirmedCopies: 0 };
  const stop = new AbortController();
  let outcome: Ended['outcome'] | null = null;
  /** A copy that was permitted and whose end nobody has told yet. */
  let printingCopy: number | null = null;
  let paid: { kind: 'domestic' | 'overseas'; copyYen: number; insertedYen: number } | null = null;

  const settleMoney = async (
    confirmedCopies: number,
  ): Promise<{ keptYen: number; refundedYen: number; changeYen: number; receiptPrinted: boolean }> => {
    const settled = await till.settle(confirmedCopies);
    const money = settled.isOk() ? settled.value : { keptYen: 0, refundedYen: 0, changeYen: 0 };
    if (paid === null || confirmedCopies === 0) return { ...money, receiptPrinted: false };
    const totalYen = confirmedCopies * paid.copyYen;
    const printed = await o.receiptPrinter.print(
      o.receipt({
        kind: paid.kind,
        copies: confirmedCopies,
        copyYen: paid.copyYen,
        totalYen,
        paidYen: paid.insertedYen,
        changeYen: paid.insertedYen - totalYen,
      }),
    );
    if (printed.isErr()) o.onReceiptFailed(printed.error.kind);
    return { ...money, receiptPrinted: printed.isOk() };
  };

  const handle = async (message: VisitToHost): Promise<void> => {
    switch (message.type) {
      case 'ready':
        return;
      case 'frame':
        o.onFrame(message);
        return;
      case 'request-challenge': {
        const result = await line.requestChallenge(o.visitId, { signal: stop.signal, timeoutMs: CHALLENGE_LIMIT_MS });
        process.send({
          type: 'challenge',
          requestId: message.requestId,
          result: result.isOk()
            ? { ok: true, challenge: result.value }
            : { ok: false, refusal: refusalOf(result.error) },
        });
        return;
      }
      case 'relay': {
        const result = await line.relay(message.request, { signal: stop.signal, timeoutMs: RELAY_LIMIT_MS });
        if (stop.signal.aborted) {
          o.onLateAnswer();
          return;
        }
        process.send({
          type: 'answer',
          requestId: message.requestId,
          result: result.isOk() ? { ok: true, answer: result.value } : { ok: false, refusal: refusalOf(result.error) },
        });
        return;
      }
      case 'collect': {
        // Nobody pays with a card in the reader (P15), whatever the visit process believes.
        if (!o.readerEmpty() || message.dueYen !== message.copies * message.copyYen) {
          process.send({ type: 'payment-failed' });
          return;
        }
        till.collect({
          dueYen: message.dueYen,
          copyYen: message.copyYen,
          copies: message.copies,
          onInserted: (insertedYen) => process.send({ type: 'inserted', insertedYen }),
          onCollected: ({ insertedYen, changeYen }) => {
            paid = { kind: message.kind, copyYen: message.copyYen, insertedYen };
            process.send({ type: 'collected', insertedYen, changeYen });
          },
          onFailed: () => process.send({ type: 'payment-failed' }),
        });
        return;
      }
      case 'request-print': {
        const permitted =
          printingCopy === null && message.copy === counts.confirmedCopies + 1 && till.permitPrint(message.copy);
        if (permitted) printingCopy = message.copy;
        process.send({ type: 'print-permit', requestId: message.requestId, permitted });
        return;
      }
      case 'copy-ended':
        if (message.copy !== printingCopy) return;
        printingCopy = null;
        if (message.end === 'confirmed') {
          counts.confirmedCopies = message.copy;
          till.copyConfirmed(message.copy);
        }
        if (message.end === 'uncertain') o.onPaperUncertain();
        return;
      case 'settle':
        // What the printer confirmed counts, not what the visit process says.
        process.send({ type: 'settled', requestId: message.requestId, ...(await settleMoney(counts.confirmedCopies)) });
        return;
      case 'return-money': {
        const returned = await till.returnAll();
        process.send({
          type: 'returned',
          requestId: message.requestId,
          returnedYen: returned.isOk() ? returned.value.returnedYen : 0,
        });
        return;
      }
      case 'right-person-failed':
        o.onRightPersonFailed(message.fault);
        return;
      case 'card':
        counts.apdus = message.apdus;
        counts.cardBytes = message.bytes;
        return;
      case 'ended':
        outcome = message.outcome;
        return;
      default: {
        const never: never = message;
        throw new Error(`Unknown message ${String(never)}`);
      }
    }
  };
  process.on((message) => void handle(message));

  const finish = async (): Promise<Ended['outcome']> => {
    await process.exited;
    stop.abort();
    if (printingCopy !== null) o.onPaperUncertain();
    // Died in the middle: money follows the paper that was confirmed, from what the host itself knows.
    if (till.isOpen()) {
      if (counts.confirmedCopies > 0) await settleMoney(counts.confirmedCopies);
      else await till.returnAll();
    }
    return outcome ?? 'aborted';
  };
  return { finished: finish(), counts };
}

/** Whatever keeps the line from answering is "unavailable" to the resident, never an empty record (P10). */
function refusalOf(error: LineError): RelayRefusal {
  switch (error.kind) {
    case 'refused':
      return error.refusal;
    case 'unavailable':
    case 'malformed':
    case 'timed-out':
    case 'aborted':
      return 'UNAVAILABLE';
    default: {
      const never: never = error;
      throw new Error(`Unknown line error ${String(never)}`);
    }
  }
}
