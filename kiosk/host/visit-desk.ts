/**
 * The host's side of one visit: relays sealed bytes, collects and settles money, permits prints, passes frames on. It answers
 * only the visit it was made for; what arrives after its end is dropped and counted (P1).
 */
import type { ReceiptPrinter } from '../../printing/index.ts';
import type { Line, LineError } from '../../server-bridge/line/index.ts';
import type { DeviceUnion, RelayRefusal, VisitId } from '../../server-bridge/protocol/index.ts';
import type { PaymentMeans } from '../snapshot.ts';
import type { HostToVisit, VisitToHost } from '../visit/index.ts';
import type { HoldStore } from './holds.ts';
import { openReprintDesk, type ReprintOffice } from './reprint-desk.ts';
import type { Till } from './till.ts';
import type { VisitProcess } from './visit-process.ts';

const CHALLENGE_LIMIT_MS = 8_000;
const RELAY_LIMIT_MS = 25_000;

/** Where a resident can say that a sheet is defective, and a clerk confirm it. */
const REPRINT_SCREENS: readonly string[] = ['take-paper', 'misprint'];

type Ended = Extract<VisitToHost, { type: 'ended' }>;

/** How a visit ended, as the host knows it; no person in it. */
export type VisitEnd = {
  outcome: Ended['outcome'];
  exitCode: number | null;
  returnedYen: number;
  apdus: number;
  cardBytes: number;
  confirmedCopies: number;
  reprints: number;
};

export type VisitDesk = {
  /** Resolves once the visit process has ended and the money is settled. */
  readonly finished: Promise<VisitEnd>;
  /** A sheet is on its way at this moment. */
  isPrinting(): boolean;
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
    means: PaymentMeans;
  }) => Parameters<ReceiptPrinter['print']>[0];
  devices: () => Pick<DeviceUnion, 'cardReader' | 'pagePrinter'>;
  /** The price of one copy that the terminal showed; anything else is refused (P18). */
  copyYen: number;
  holds: HoldStore;
  onFrame: (message: Extract<VisitToHost, { type: 'frame' }>) => void;
  onRightPersonFailed: (fault: string) => void;
  onReceiptFailed: (code: string) => void;
  onLateAnswer: () => void;
  reprints: ReprintOffice;
}): VisitDesk {
  const { process, line, till } = o;
  const counts = { apdus: 0, cardBytes: 0, confirmedCopies: 0, reprints: 0 };
  const reprints = openReprintDesk(o.reprints);
  const stop = new AbortController();
  let outcome: Ended['outcome'] | null = null;
  /** A copy that was permitted and whose end nobody has told yet. */
  let printingCopy: number | null = null;
  let isUncertain = false;
  let paid: {
    kind: 'domestic' | 'overseas';
    copies: number;
    copyYen: number;
    insertedYen: number;
    means: PaymentMeans;
  } | null = null;
  let moneySettled = false;
  /** The screen the visit shows, by name. */
  let shown = '';

  /** A sheet more is possible only while the resident holds the ones that were paid for. */
  const mayReprint = (): boolean =>
    outcome === null &&
    moneySettled &&
    printingCopy === null &&
    paid !== null &&
    counts.confirmedCopies === paid.copies &&
    REPRINT_SCREENS.includes(shown);

  /** No sheet is on its way, none may have come out unseen, and somebody is there to take the next one. */
  const mayMovePaper = (): boolean => printingCopy === null && !isUncertain && !stop.signal.aborted;

  /** Settles once, prints the receipt once, and tells how it came out. */
  let settling: Promise<
    Extract<HostToVisit, { type: 'settled' }> extends infer S ? Omit<S, 'type' | 'requestId'> : never
  > | null = null;
  const settleMoney = () => {
    settling ??= settleOnce();
    return settling;
  };
  const settleOnce = async () => {
    const settled = await till.settle();
    if (settled.isErr()) {
      return { keptYen: 0, refundedYen: 0, changeYen: 0, owedYen: settled.error.owedYen, receiptPrinted: false };
    }
    moneySettled = true;
    const { keptYen, returnedYen, changeYen } = settled.value;
    const money = { keptYen, refundedYen: returnedYen, changeYen, owedYen: 0 };
    // A sheet that is confirmed when its money is on its way back is not paid for.
    const copies = paid === null || paid.copyYen === 0 ? counts.confirmedCopies : keptYen / paid.copyYen;
    if (paid === null || copies === 0) return { ...money, receiptPrinted: false };
    const totalYen = keptYen;
    const printed = await o.receiptPrinter.print(
      o.receipt({
        kind: paid.kind,
        copies,
        copyYen: paid.copyYen,
        totalYen,
        paidYen: paid.insertedYen,
        changeYen: paid.insertedYen - totalYen,
        means: paid.means,
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
        shown = message.screen;
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
        const { cardReader, pagePrinter } = o.devices();
        if (cardReader !== 'empty') {
          process.send({ type: 'payment-failed', reason: 'card-in-reader' });
          return;
        }
        // Nor for what would have to be given back: the printer waits for a clerk already.
        if (pagePrinter !== 'ready' && pagePrinter !== 'unknown') {
          process.send({ type: 'payment-failed', reason: 'printer-attention' });
          return;
        }
        // One payment a visit: what is collected once its money is settled would never be settled itself.
        const isOver = settling !== null || stop.signal.aborted;
        const isOurPrice = message.copyYen === o.copyYen && message.dueYen === message.copies * o.copyYen;
        if (isOver || !isOurPrice) {
          process.send({ type: 'payment-failed', reason: 'unavailable' });
          return;
        }
        till.collect({
          dueYen: message.dueYen,
          copyYen: message.copyYen,
          copies: message.copies,
          onInserted: (insertedYen) => process.send({ type: 'inserted', insertedYen }),
          onMeans: (means) => {
            if (means.length > 0) process.send({ type: 'payment-means', means: [...means] });
          },
          onCollected: ({ insertedYen, changeYen, means }) => {
            paid = { kind: message.kind, copies: message.copies, copyYen: message.copyYen, insertedYen, means };
            process.send({ type: 'collected', insertedYen, changeYen });
          },
          onFailed: () => process.send({ type: 'payment-failed', reason: 'unavailable' }),
        });
        return;
      }
      case 'request-print': {
        // From here on a sheet may lie in the machine, whatever dies next: written down before paper moves (K5, P15).
        const permitted =
          mayMovePaper() &&
          o.devices().cardReader !== 'occupied' &&
          o.holds.set({ paper: true }) &&
          till.permitPrint(message.copy);
        if (permitted) printingCopy = message.copy;
        else if (mayMovePaper() && counts.confirmedCopies === 0) o.holds.set({ paper: false });
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
        // Certain that nothing came out, and nothing did before: there is nothing to look for.
        if (message.end === 'failed' && !isUncertain && counts.confirmedCopies === 0) o.holds.set({ paper: false });
        if (message.end === 'uncertain') isUncertain = true;
        return;
      case 'paper-taken':
        if (!isUncertain) o.holds.set({ paper: false });
        return;
      case 'request-reprint': {
        const answer = await reprints.request(message, mayReprint);
        if (answer === 'permitted') o.holds.set({ paper: true });
        process.send({ type: 'reprint-permit', requestId: message.requestId, answer });
        return;
      }
      case 'reprint-ended':
        if (message.end === 'uncertain' && reprints.isUnderWay()) isUncertain = true;
        reprints.ended(message);
        counts.reprints = reprints.printed();
        return;
      case 'settle':
        // What the printer confirmed counts, not what the visit process says.
        process.send({ type: 'settled', requestId: message.requestId, ...(await settleMoney()) });
        return;
      case 'return-money': {
        const { refundedYen, owedYen } = await settleMoney();
        process.send({ type: 'returned', requestId: message.requestId, returnedYen: refundedYen, owedYen });
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

  const finish = async (): Promise<VisitEnd> => {
    const exitCode = await process.exited;
    stop.abort();
    reprints.close();
    // Died in the middle: money follows the paper that was confirmed, from what the host itself knows.
    const money = till.isOpen() || settling !== null ? await settleMoney() : null;
    return {
      outcome: outcome ?? 'aborted',
      exitCode,
      returnedYen: money?.refundedYen ?? 0,
      ...counts,
    };
  };
  return { finished: finish(), isPrinting: () => printingCopy !== null || reprints.isUnderWay() };
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
