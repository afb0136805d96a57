/**
 * Status words this card and its rivals answer, with their meaning (ISO/IEC 7816-4 table 6; JICSAP 1.1 for 6984, 6283).
 * `moreData` and `exactLength` carry a length in their second byte, `triesLeft` a count in its last digit.
 */
const NAMED = {
  done: 0x9000,
  endOfFile: 0x6282,
  applicationLocked: 0x6283,
  verificationFailed: 0x6300,
  memoryUnchanged: 0x6400,
  memoryFailure: 0x6581,
  wrongLength: 0x6700,
  channelNotSupported: 0x6881,
  secureMessagingNotSupported: 0x6882,
  wrongFileType: 0x6981,
  securityNotSatisfied: 0x6982,
  authenticationBlocked: 0x6983,
  keyBlocked: 0x6984,
  conditionsNotSatisfied: 0x6985,
  noCurrentFile: 0x6986,
  secureMessagingObjectMissing: 0x6987,
  secureMessagingObjectWrong: 0x6988,
  secureMessagingSessionMissing: 0x69fc,
  wrongData: 0x6a80,
  notFound: 0x6a82,
  wrongParameters: 0x6a86,
  lengthContradictsParameters: 0x6a87,
  referenceNotFound: 0x6a88,
  wrongOffset: 0x6b00,
  instructionUnknown: 0x6d00,
  classUnknown: 0x6e00,
  noDiagnosis: 0x6f00,
} as const;

export const STATUS = NAMED;

export type StatusMeaning =
  | { kind: keyof typeof NAMED }
  | { kind: 'moreData'; length: number }
  | { kind: 'exactLength'; length: number }
  | { kind: 'triesLeft'; tries: number }
  | { kind: 'unlisted' };

const BY_VALUE = new Map<number, keyof typeof NAMED>();
for (const kind of Object.keys(NAMED)) {
  if (isNamed(kind)) BY_VALUE.set(NAMED[kind], kind);
}

function isNamed(kind: string): kind is keyof typeof NAMED {
  return Object.hasOwn(NAMED, kind);
}

/** What a status word means. Lengths: `00` in the second byte stands for 256. */
export function meaningOf(statusWord: number): StatusMeaning {
  const low = statusWord & 0xff;
  if (statusWord >> 8 === 0x61) return { kind: 'moreData', length: low === 0 ? 256 : low };
  if (statusWord >> 8 === 0x6c) return { kind: 'exactLength', length: low === 0 ? 256 : low };
  if ((statusWord & 0xfff0) === 0x63c0) return { kind: 'triesLeft', tries: low & 0x0f };
  const kind = BY_VALUE.get(statusWord);
  return kind === undefined ? { kind: 'unlisted' } : { kind };
}

/**
 * True for the checking errors of ISO/IEC 7816-4 (67XX to 6EXX): the command was refused before anything was done.
 * 6FXX says nothing about that, and neither do the 62, 63, 64, 65 and 66 groups.
 */
export function isRefusedUnprocessed(statusWord: number): boolean {
  const sw1 = statusWord >> 8;
  return sw1 >= 0x67 && sw1 <= 0x6e;
}
