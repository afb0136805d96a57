import type { ReaderError } from '../reader.ts';
import type { PassportVerificationError } from './authenticity/verification-error.ts';

/** The steps of a reading at the chip, for errors. */
export type PassportStep =
  | 'select master file'
  | 'select EF.CardAccess'
  | 'read EF.CardAccess'
  | 'choose PACE'
  | 'PACE nonce'
  | 'PACE mapping'
  | 'PACE key agreement'
  | 'PACE tokens'
  | 'select passport application'
  | 'get challenge'
  | 'authenticate (BAC)'
  | `select ${PassportFileName}`
  | `read ${PassportFileName}`;

export type PassportFileName = 'EF.COM' | 'DG1' | 'SOD';

/** What can go wrong at the chip. No member ever holds anything about a person. */
export type ChipError =
  | ReaderError
  /** What lies on the reader has no passport application. */
  | { kind: 'wrong-document' }
  /** The chip does not open for this MRZ: another passport, or a line that was scanned wrong. */
  | { kind: 'access-denied' }
  /** The chip could not show that it knows the MRZ too. */
  | { kind: 'chip-unproven' }
  /** An answer that this session's keys did not protect. */
  | { kind: 'channel-broken'; step: PassportStep }
  | { kind: 'unexpected-status'; step: PassportStep; statusWord: number }
  | { kind: 'object-malformed'; file: string }
  /** The chip answers every command, but the whole takes longer than `PASSPORT_DELAYS.readingTimeoutMs`. */
  | { kind: 'reading-too-slow' };

/** Everything `readPassport` can answer besides a passport. */
export type PassportError =
  | ChipError
  | PassportVerificationError
  /** The chip is genuine and tells another MRZ than the one printed. */
  | { kind: 'mrz-differs' };
