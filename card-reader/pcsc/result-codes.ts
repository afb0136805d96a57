import type { ReaderError, ReaderErrorKind } from '../reader.ts';

/** Result codes of PC/SC (winscard.h) that this room treats by name. */
export const PCSC = {
  success: 0x00000000,
  cancelled: 0x80100002,
  timeout: 0x8010000a,
  unknownReader: 0x80100009,
  readerUnavailable: 0x80100017,
  noReaders: 0x8010002e,
} as const;

const KINDS: ReadonlyMap<number, ReaderErrorKind> = new Map([
  [PCSC.cancelled, 'aborted'],
  // The handle is of a connection already ended, by us or by the service.
  [0x80100003, 'closed'],
  [0x80100008, 'answer-malformed'],
  [PCSC.unknownReader, 'no-reader'],
  [PCSC.timeout, 'card-silent'],
  [0x8010000b, 'in-use'],
  [0x8010000c, 'no-card'],
  [0x8010000f, 'protocol-mismatch'],
  // What a transmit gives after the reader's cable was pulled.
  [0x80100011, 'no-reader'],
  [0x80100013, 'no-service'],
  // The card was moved in the field in mid-command: it has to be laid down again.
  [0x80100016, 'card-removed'],
  [PCSC.readerUnavailable, 'no-reader'],
  [0x8010001d, 'no-service'],
  [0x8010001e, 'no-service'],
  [PCSC.noReaders, 'no-reader'],
  [0x80100065, 'card-mute'],
  [0x80100066, 'card-mute'],
  [0x80100067, 'card-reset'],
  [0x80100068, 'card-reset'],
  [0x80100069, 'card-removed'],
]);

/** Our error for a PC/SC result code; a code without a name stays `unknown` with its number. */
export function errorOf(code: number): ReaderError {
  return { kind: KINDS.get(code) ?? 'unknown', code };
}
