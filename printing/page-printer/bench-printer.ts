/** A virtual printer and a client with short waits, for tests: `using` them leaves nothing behind. */
import { startVirtualPagePrinter, type VirtualPagePrinter, type VirtualPagePrinterOptions } from '../virtual/index.ts';
import type { PagePrinterDelays } from './delays.ts';
import { openPagePrinter } from './open-page-printer.ts';
import type { PagePrinter, PrintJobEvent } from './page-printer.ts';

/** Long enough for a slow machine where something is to happen, short where nothing is. */
export const BENCH_DELAYS: Partial<PagePrinterDelays> = {
  requestLimitMs: 2_000,
  jobPollMs: 5,
  idlePollMs: 10,
  busyLimitMs: 200,
  silenceLimitMs: 300,
  progressLimitMs: 5_000,
  attentionLimitMs: 10_000,
  cancelLimitMs: 300,
  settleLimitMs: 50,
};

export type Bench = {
  readonly virtual: VirtualPagePrinter;
  readonly printer: PagePrinter;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function benchPrinter(
  delays: Partial<PagePrinterDelays> = {},
  options: VirtualPagePrinterOptions = {},
): Promise<Bench> {
  const virtual = await startVirtualPagePrinter({ keep: true, sheetMs: 10, ...options });
  const printer = openPagePrinter({ uri: virtual.uri }, { delays: { ...BENCH_DELAYS, ...delays } });
  return {
    virtual,
    printer,
    async [Symbol.asyncDispose]() {
      await printer.close();
      await virtual.stop();
    },
  };
}

/** Notes the events of a job, and pulls a lever at the first of a kind. */
export function recorder(levers: Partial<Record<PrintJobEvent['kind'], () => unknown>> = {}) {
  const events: PrintJobEvent[] = [];
  const pulled = new Set<string>();
  const onEvent = (event: PrintJobEvent) => {
    events.push(event);
    if (pulled.has(event.kind)) return;
    pulled.add(event.kind);
    levers[event.kind]?.();
  };
  return { events, onEvent };
}
