/**
 * Opens everything a host stands on, in order, and closes it in reverse: lock, journal, log, devices, line, screens. A part that
 * cannot be opened closes those before it, so that a failed start leaves nothing behind.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { type CardReader, openReader } from '../../card-reader/index.ts';
import { openPagePrinter, openReceiptPrinter, type PagePrinter, type ReceiptPrinter } from '../../printing/index.ts';
import { createEventLog, type EventLog, type EventSink, fileSink } from '../../server-bridge/index.ts';
import { type Line, openLine } from '../../server-bridge/line/index.ts';
import { type FeeCollector, openCoinBox } from '../payment/index.ts';
import type { ScreenLink } from '../shell/chromium/index.ts';
import type { HostConfiguration } from './configuration.ts';
import { forbidCoreDumps } from './core-dumps.ts';
import { type CrashJournal, openCrashJournal } from './crash-journal.ts';
import { type HoldStore, openHolds } from './holds.ts';
import { hostEvents, logCode } from './host-events.ts';
import { type LockError, takeSingleInstance } from './single-instance.ts';

const EVENT_LOG_LIMIT_BYTES = 4 * 1024 * 1024;

export type HostStartError =
  | LockError
  | { kind: 'core-dumps-possible' }
  | { kind: 'journal-unusable'; cause: unknown }
  | { kind: 'line-unusable'; cause: unknown }
  | { kind: 'screens-unusable'; cause: unknown };

export type HostLog = EventLog<typeof hostEvents>;

/** Opens the way to whoever paints: the chromium shell, or a script in tests and `npm run visit`. */
export type OpenScreens = (
  report: (code: string) => void,
) => Promise<Result<ScreenLink, { kind: string; cause?: unknown }>>;

export type HostParts = {
  log: HostLog;
  journal: CrashJournal;
  holds: HoldStore;
  reader: CardReader;
  pagePrinter: PagePrinter;
  receiptPrinter: ReceiptPrinter;
  coinBox: FeeCollector;
  line: Line;
  screens: ScreenLink;
  /** Adds something to be closed before what is open already. */
  onClose(close: () => Promise<void> | void): void;
  close(): Promise<void>;
};

export async function openHostParts(
  configuration: HostConfiguration,
  o: { openScreens: OpenScreens; sink: EventSink | undefined; now: () => Date },
): Promise<Result<HostParts, HostStartError>> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const failed = async (error: HostStartError): Promise<Result<HostParts, HostStartError>> => {
    await close();
    return err(error);
  };

  // A crash of this process or a child would write everything it holds to disk.
  if (!forbidCoreDumps()) return err({ kind: 'core-dumps-possible' });
  const { stateDirectory, devices } = configuration;
  try {
    await mkdir(stateDirectory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    return err({ kind: 'state-directory-unusable', cause });
  }
  const lock = await takeSingleInstance(stateDirectory);
  if (lock.isErr()) return err(lock.error);
  closers.push(lock.value);
  const journal = openCrashJournal(join(stateDirectory, 'crash-journal.jsonl'));
  if (journal.isErr()) return failed(journal.error);
  closers.push(() => journal.value.close());
  const log = createEventLog(hostEvents, {
    sink: o.sink ?? fileSink({ path: join(stateDirectory, 'events.jsonl'), limitBytes: EVENT_LOG_LIMIT_BYTES }),
    now: o.now,
  });

  const reader = await openReader(devices.reader);
  closers.push(() => reader.close());
  const pagePrinter = openPagePrinter(devices.pagePrinter);
  closers.push(() => pagePrinter.close());
  const receiptPrinter = openReceiptPrinter(devices.receiptPrinter);
  closers.push(() => receiptPrinter.close());
  const coinBox = openCoinBox(devices.coinBox);
  closers.push(() => coinBox.close());

  const line = await openLine(configuration.line, { now: o.now });
  if (line.isErr()) return failed({ kind: 'line-unusable', cause: line.error });
  closers.push(() => line.value.stop());
  const screens = await o.openScreens((code) => log.record('SCREENS_REFUSED', { code: logCode(code) }));
  if (screens.isErr()) return failed({ kind: 'screens-unusable', cause: screens.error });
  closers.push(() => screens.value.close());

  return ok({
    log,
    journal: journal.value,
    holds: openHolds(join(stateDirectory, 'holds.json')),
    reader,
    pagePrinter,
    receiptPrinter,
    coinBox,
    line: line.value,
    screens: screens.value,
    onClose: (closer) => void closers.push(closer),
    close,
  });
}
