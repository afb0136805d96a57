/**
 * Opens everything a host stands on, in order, and closes it in reverse: lock, journal, log, devices, line, screens. A part that
 * cannot be opened closes those before it, so that a failed start leaves nothing behind.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { openReader } from '../../card-reader/index.ts';
import { openPagePrinter, openReceiptPrinter } from '../../printing/index.ts';
import type { EventSink } from '../../server-bridge/index.ts';
import { openLine } from '../../server-bridge/line/index.ts';
import { openAudioJack } from '../audio-jack/index.ts';
import { openTerminalLog } from '../event-log/index.ts';
import { openKeySwitch } from '../key-switch/index.ts';
import { fileMisses } from '../operator/index.ts';
import { openFeeDesk } from '../payment/index.ts';
import type { ScreenLink } from '../shell/chromium/index.ts';
import type { HostConfiguration } from './configuration.ts';
import { forbidCoreDumps } from './core-dumps.ts';
import { openCrashJournal } from './crash-journal.ts';
import { openHolds } from './holds.ts';
import { HOST_WORDS, hostEvents, logCode } from './host-events.ts';
import type { HostParts } from './host-parts.ts';
import { openKnownOperators } from './known-operators.ts';
import { heardBy } from './log-sink.ts';
import { type LockError, takeSingleInstance } from './single-instance.ts';

const EVENT_LOG_LIMIT_BYTES = 4 * 1024 * 1024;

export type HostStartError =
  | LockError
  | { kind: 'core-dumps-possible' }
  | { kind: 'journal-unusable'; cause: unknown }
  | { kind: 'event-log-unusable'; cause: unknown }
  | { kind: 'payment-unusable'; cause: unknown }
  | { kind: 'line-unusable'; cause: unknown }
  | { kind: 'screens-unusable'; cause: unknown };

/** Opens the way to whoever paints: the chromium shell, or a script in tests and `npm run visit`. */
export type OpenScreens = (
  report: (code: string) => void,
) => Promise<Result<ScreenLink, { kind: string; cause?: unknown }>>;

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
  const opened = openTerminalLog({
    directory: join(stateDirectory, 'event-log'),
    limitBytes: EVENT_LOG_LIMIT_BYTES,
    catalogue: hostEvents,
    now: o.now,
    words: HOST_WORDS,
  });
  if (opened.isErr()) return failed({ kind: 'event-log-unusable', cause: opened.error });
  closers.push(() => opened.value.close());
  const log = o.sink === undefined ? opened.value : heardBy(o.sink, opened.value, o.now);
  try {
    await mkdir(configuration.exportDirectory ?? join(stateDirectory, 'export'), { recursive: true, mode: 0o700 });
  } catch {
    // A medium that is not there now may be there when a clerk exports the log; nobody is kept waiting for it.
  }

  const reader = await openReader(devices.reader);
  closers.push(() => reader.close());
  const pagePrinter = openPagePrinter(devices.pagePrinter);
  closers.push(() => pagePrinter.close());
  const receiptPrinter = openReceiptPrinter(devices.receiptPrinter);
  closers.push(() => receiptPrinter.close());
  const fee = await openFeeDesk(devices.payment, { stateDirectory });
  if (fee.isErr()) return failed({ kind: 'payment-unusable', cause: fee.error });
  closers.push(() => fee.value.close());
  const keySwitch = devices.keySwitch === undefined ? null : openKeySwitch(devices.keySwitch);
  closers.push(() => keySwitch?.close());
  const audioJack = devices.audioJack === undefined ? null : openAudioJack(devices.audioJack);
  closers.push(() => audioJack?.close());

  // Nobody is served before the host runs; from then on the host answers.
  const service: HostParts['service'] = { isServing: () => false };
  const line = await openLine(configuration.line, {
    now: o.now,
    report: (code) => log.record('LINE_REPORTED', { code: logCode(code) }),
    mayReconnect: () => !service.isServing(),
  });
  if (line.isErr()) return failed({ kind: 'line-unusable', cause: line.error });
  closers.push(() => line.value.stop());
  const screens = await o.openScreens((code) => log.record('SCREENS_REFUSED', { code: logCode(code) }));
  if (screens.isErr()) return failed({ kind: 'screens-unusable', cause: screens.error });
  closers.push(() => screens.value.close());

  return ok({
    log,
    service,
    journal: journal.value,
    holds: openHolds(join(stateDirectory, 'holds.json')),
    misses: fileMisses(join(stateDirectory, 'operator-misses.json')),
    operators: openKnownOperators(join(stateDirectory, 'operators.json')),
    reader,
    pagePrinter,
    receiptPrinter,
    fee: fee.value,
    keySwitch,
    audioJack,
    line: line.value,
    screens: screens.value,
    onClose: (closer) => void closers.push(closer),
    close,
  });
}
