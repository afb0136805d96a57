/**
 * The ways out of a visit, each written once. Whichever is taken leads over the reader: a visit does not end, and no refusal is
 * shown, while something of the resident lies in it (K5).
 */
import type { Refusal } from '../../../server-bridge/protocol/index.ts';
import type { VisitOutcome } from './visit-types.ts';

/** Towards the end of the visit. */
export const leaving = (outcome: VisitOutcome) =>
  ({ target: 'clearingReader', actions: { type: 'endAs', params: { outcome } } }) as const;

/** Towards the screen that says why the visit goes no further. */
export const refusing = (refusal: Refusal) =>
  ({ target: 'clearingReader', actions: { type: 'refuse', params: { refusal } } }) as const;

/** Nobody waits to lay a card on a reader that is gone. */
export const readerMissing = refusing('CARD_READ');

/** As `refusing`, for the reason that a part gave. */
export const refusingAsTold = {
  target: 'clearingReader',
  actions: {
    type: 'refuse',
    params: ({ event: { output } }: { event: { output: { type: string; refusal?: Refusal } } }) => ({
      refusal: output.refusal ?? 'UNAVAILABLE',
    }),
  },
} as const;

/** The reader is empty: what is still to be said, or the end. */
export const onceCleared = [{ guard: 'refusalToShow', target: 'refused' }, { target: 'ended' }] as const;

/** The resident may turn back, may walk away, and the host may end it: before any money. */
export const freeToLeave = {
  'UI.cancel': leaving('cancelled'),
  EXPIRED: leaving('timed-out'),
  ABORT: leaving('aborted'),
} as const;

/** Money lies in escrow, or may: all of it goes back first. */
const givingBack = (outcome: VisitOutcome) =>
  ({ target: 'returningMoney', actions: { type: 'endAs', params: { outcome } } }) as const;

export const givingBackAndRefusing = (refusal: Refusal) =>
  ({ target: 'returningMoney', actions: { type: 'refuse', params: { refusal } } }) as const;

/** As `givingBackAndRefusing`, for the reason that a part gave. */
export const givingBackAndRefusingAsTold = {
  target: 'returningMoney',
  actions: {
    type: 'refuse',
    params: ({ event: { output } }: { event: { output: { type: string; refusal?: Refusal } } }) => ({
      refusal: output.refusal ?? 'PAYMENT_UNAVAILABLE',
    }),
  },
} as const;

/** As `freeToLeave`, with money in between. A card that nobody has taken by then counts as left behind. */
export const freeToLeaveWithMoney = {
  'UI.cancel': givingBack('cancelled'),
  EXPIRED: [{ guard: 'cardInReader', ...givingBack('card-left') }, givingBack('timed-out')],
  ABORT: givingBack('aborted'),
} as const;

/** It could not be given back, or nobody says so: the host's journal knows what is owed, and a clerk settles it. */
export const moneyStaysOwed = [{ guard: 'saidAll', target: 'ended' }, refusing('PAYMENT_UNAVAILABLE')] as const;
