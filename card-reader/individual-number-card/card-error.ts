import type { ReaderError } from '../reader.ts';

/** What lies on the reader when it is no usable individual-number card. `jpki-only`: the card has no 券面事項入力補助AP. */
export type WrongCardHint = 'no-card-ap' | 'jpki-only' | 'phone' | 'other';

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
