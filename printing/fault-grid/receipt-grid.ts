/** Every fault of a receipt printer at every phase of a receipt, played on the virtual printer. */
import { setTimeout as delay } from 'node:timers/promises';
import { openReceiptPrinter, type ReceiptError, type ReceiptPrinter } from '../receipt/index.ts';
import { SYNTHETIC_RECEIPT } from '../receipt/synthetic-receipt.ts';
import { startVirtualReceiptPrinter, type VirtualReceiptPrinter } from '../virtual/index.ts';
import type { GridCell, Outcome } from './outcome.ts';

export const RECEIPT_PHASES = ['before sending', 'while sending', 'printing', 'before confirmation'] as const;
export type ReceiptPhase = (typeof RECEIPT_PHASES)[number];

type Fault = {
  readonly name: string;
  readonly strike: (virtual: VirtualReceiptPrinter) => unknown;
  readonly mend?: (virtual: VirtualReceiptPrinter) => unknown;
};

const raised = (name: string, fault: Parameters<VirtualReceiptPrinter['raise']>[0]): Fault => ({
  name,
  strike: (virtual) => virtual.raise(fault),
  mend: (virtual) => virtual.clear(fault),
});
const line = (name: string, mode: Parameters<VirtualReceiptPrinter['setLine']>[0]): Fault => ({
  name,
  strike: (virtual) => virtual.setLine(mode),
  mend: (virtual) => virtual.setLine('normal'),
});

export const RECEIPT_FAULT_CASES: readonly Fault[] = [
  raised('paper end', 'paper-end'),
  raised('cover open', 'cover-open'),
  raised('cutter', 'cutter'),
  raised('unrecoverable', 'unrecoverable'),
  line('offline', 'offline'),
  line('hung', 'mute'),
  line('cut line', 'reset'),
  line('noise', 'noise'),
  { name: 'restart', strike: (virtual) => virtual.restart() },
];

const DELAYS = { connectLimitMs: 2_000, statusLimitMs: 200, livePollMs: 15 };
const PATIENT = { ...DELAYS, printLimitMs: 1_500, attentionLimitMs: 8_000 };
const IMPATIENT = { ...DELAYS, printLimitMs: 400, attentionLimitMs: 150 };
/** Long beside what a busy machine may stall: a fault while printing has to strike before the end of it. */
const PRINT_MS = 150;
const MEND_AFTER_MS = 120;
const NEXT_NUMBER = 'NEXT-1';

export function playReceiptGrid(): Promise<readonly GridCell[]> {
  const cells = RECEIPT_FAULT_CASES.flatMap((fault) =>
    RECEIPT_PHASES.flatMap((phase) =>
      (fault.mend === undefined ? [true] : [true, false]).map((mended) => playCell(fault, phase, mended)),
    ),
  );
  return Promise.all(cells);
}

async function playCell(fault: Fault, phase: ReceiptPhase, mended: boolean): Promise<GridCell> {
  const virtual = await startVirtualReceiptPrinter({ printMs: PRINT_MS });
  const address = { host: virtual.host, port: virtual.port };
  const printer = openReceiptPrinter(address, { delays: mended ? PATIENT : IMPATIENT });
  const next = openReceiptPrinter(address, { delays: { ...PATIENT, statusLimitMs: 4_000 } });
  const mending: Promise<unknown>[] = [];
  const struck = strikeAt(phase, virtual, () => {
    const turn = Promise.resolve(fault.strike(virtual));
    if (mended) mending.push(turn.then(() => delay(MEND_AFTER_MS)).then(() => fault.mend?.(virtual)));
    return turn;
  });
  try {
    await struck.ready;
    const outcome = outcomeOf(await printer.print(SYNTHETIC_RECEIPT));
    struck.stop();
    await Promise.all(mending);
    await fault.mend?.(virtual);
    const printedNext = await printNext(next);
    const came = virtual.receipts.filter((text) => !text.includes(NEXT_NUMBER)).length;
    return { printer: 'receipt', fault: fault.name, phase, mended, outcome, came, wanted: 1, next: printedNext };
  } finally {
    struck.stop();
    await printer.close();
    await next.close();
    await virtual.stop();
  }
}

function strikeAt(
  phase: ReceiptPhase,
  virtual: VirtualReceiptPrinter,
  strike: () => Promise<unknown>,
): { ready: Promise<unknown>; stop: () => void } {
  switch (phase) {
    case 'before sending':
      return { ready: strike(), stop: () => {} };
    case 'while sending':
      return { ready: Promise.resolve(), stop: virtual.onArrival(strike) };
    case 'printing':
      return { ready: Promise.resolve(), stop: virtual.onArrival(() => setTimeout(strike, PRINT_MS / 3)) };
    case 'before confirmation':
      return { ready: Promise.resolve(), stop: virtual.onReceipt(strike) };
    default: {
      const never: never = phase;
      throw new Error(`unknown phase ${String(never)}`);
    }
  }
}

function outcomeOf(printed: Awaited<ReturnType<ReceiptPrinter['print']>>): Outcome {
  if (printed.isOk()) return 'confirmed';
  return cameOutPerhaps(printed.error) ? 'ask-the-clerk' : 'nothing';
}

function cameOutPerhaps(error: ReceiptError): boolean {
  if (error.kind === 'attention') return error.mayHavePrinted;
  return error.kind === 'not-confirmed';
}

/** The next customer's receipt; whatever of the last one was still in the printer would come out before it. */
async function printNext(printer: ReceiptPrinter): Promise<GridCell['next']> {
  const printed = await printer.print({ ...SYNTHETIC_RECEIPT, receiptNumber: NEXT_NUMBER });
  return printed.isOk() ? 'printed' : 'not-printed';
}
