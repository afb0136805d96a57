/** The passport for the international kind (E1): its zone by the camera, its chip by the same reader as the card; nothing is typed. */
import { err, ok, type Result } from 'neverthrow';
import type { CardReader, ReaderStatus } from '../../card-reader/index.ts';
import { type MrzScanner, readPassport } from '../../card-reader/passport/index.ts';
import type { AppFault } from './app-fault.ts';

const SCAN_LIMIT_MS = 60_000;
const CONNECT_LIMIT_MS = 5_000;

export type PassportReading = { readonly scanner: MrzScanner; readonly anchors: readonly Uint8Array[] };
export type PassportFiles = { readonly dg1: Uint8Array; readonly sod: Uint8Array };

/** Reads the passport laid down in place of the card. The caller wipes the files. */
export async function readPassportChip(o: {
  readonly reader: CardReader;
  readonly passport: PassportReading | null;
  /** Of the card, which lies there no longer. */
  readonly insertion: number;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}): Promise<Result<PassportFiles, AppFault>> {
  const { reader, passport, signal } = o;
  if (passport === null) return err({ kind: 'passport', cause: 'not-configured' });
  const zone = await passport.scanner.scan({ signal, timeoutMs: SCAN_LIMIT_MS });
  if (zone.isErr()) return err({ kind: 'passport', cause: zone.error.kind });
  await untilSomethingLies(reader, signal, o.insertion);
  const connected = await reader.connect({ signal, timeoutMs: CONNECT_LIMIT_MS });
  if (connected.isErr()) return err({ kind: 'passport', cause: connected.error.kind });
  try {
    const { anchors } = passport;
    const read = await readPassport({ connection: connected.value, mrz: zone.value, anchors, now: o.now(), signal });
    return read.isOk()
      ? ok({ dg1: read.value.dg1, sod: read.value.sod })
      : err({ kind: 'passport', cause: read.error.kind });
  } finally {
    await connected.value.disconnect();
  }
}

/** Something lies there that is not the insertion `before`. Ends with the signal too; connecting then says what there is. */
export function untilSomethingLies(reader: CardReader, signal: AbortSignal, before = -1): Promise<void> {
  return new Promise((resolve) => {
    let unwatch = (): void => undefined;
    const finish = (): void => {
      signal.removeEventListener('abort', finish);
      unwatch();
      resolve();
    };
    const isThere = (status: ReaderStatus): boolean =>
      (status.kind === 'card-present' || status.kind === 'card-mute') && status.insertion !== before;
    if (signal.aborted || isThere(reader.status())) return resolve();
    signal.addEventListener('abort', finish, { once: true });
    unwatch = reader.watch((status) => {
      if (isThere(status)) setImmediate(finish);
    });
  });
}
