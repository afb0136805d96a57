import type { ReaderError } from '../reader.ts';

/**
 * What lies on the reader when it is no usable individual-number card; for the sentence on the screen only.
 * `jpki-only`: has 公的個人認証AP without 券面事項入力補助AP (as 住基カード did). `no-card-ap`: a chip that takes commands and has
 * none of the applications asked for. `storage-card`: transit cards, FeliCa, MIFARE; no commands of ISO/IEC 7816-4.
 * `no-pin`: an individual-number card issued without PINs (顔認証マイナンバーカード). `other`: nothing more can be said.
 */
export type WrongCardHint =
  | 'no-card-ap'
  | 'jpki-only'
  | 'phone'
  | 'driving-licence'
  | 'passport'
  | 'storage-card'
  | 'no-pin'
  | 'other';

/** What can go wrong while using the card. No member ever holds anything about a person. */
export type CardError =
  | ReaderError
  | { kind: 'wrong-card'; hint: WrongCardHint }
  | { kind: 'pin-wrong'; triesLeft: number }
  | { kind: 'pin-locked' }
  /** The answer to a VERIFY was lost: the try may be spent. Ask the tries before anything else. */
  | { kind: 'pin-unclear' }
  | { kind: 'unexpected-status'; step: CardStep; statusWord: number }
  | { kind: 'object-malformed'; file: string };

/** The steps of a visit at the card, for errors and the masked trace. */
export type CardStep =
  | 'wake-up'
  | 'select card AP'
  | 'select JPKI AP'
  | 'read JPKI token'
  | 'select PIN'
  | 'ask tries'
  | 'verify PIN'
  | 'select EF'
  | 'read EF 0001'
  | 'read EF 0002'
  | 'read EF 0003'
  | 'read EF 0004'
  | 'read EF 0007'
  | 'sign challenge';

export function unexpectedStatus(step: CardStep, statusWord: number): CardError {
  return { kind: 'unexpected-status', step, statusWord };
}
