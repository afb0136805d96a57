/**
 * Why a visit can go no further. Closed: a code that is not here is refused at the boundary that received it.
 * Classes follow the real service's (reference convenience-store-issuance §4).
 */
import * as v from 'valibot';

/** Refusals decided by VRS. They travel sealed inside the answer, so the center never learns them. */
export const VRS_REFUSALS = [
  'NO_RECORD_CHECK_CITY',
  /** The municipality is the right one as far as anybody can tell, and still has no record. */
  'NO_RECORD_ASK_CITY',
  'NEEDS_CONFIRMATION',
  'PASSPORT_NOT_REGISTERED',
  /**
   * The registered items and the card do not agree. No VRS here says it, because the registration it keeps has only what the
   * certificate states, and nothing that stands on a card too; the word stays for a VRS whose registration has, and a terminal
   * without it would refuse such an answer as unreadable.
   */
  'PASSPORT_DIFFERS',
  'PASSPORT_NOT_GENUINE',
  'CITY_STOPPED',
  'COUNTER_ONLY',
  'CARD_NOT_GENUINE',
  'CARD_ISSUER_UNKNOWN',
  'CHALLENGE_EXPIRED',
  'APPLICATION_REFUSED',
  'TOO_MANY_DOSES',
] as const;
export const VrsRefusalSchema = v.picklist(VRS_REFUSALS);
export type VrsRefusal = v.InferOutput<typeof VrsRefusalSchema>;

/** Refusals a relay (center, or the front of VRS) may give without having opened anything. */
export const RELAY_REFUSALS = [
  'CITY_STOPPED',
  'BUSY',
  'UNAVAILABLE',
  'OUT_OF_HOURS',
  'TERMINAL_SUSPENDED',
  'MALFORMED',
] as const;
export const RelayRefusalSchema = v.picklist(RELAY_REFUSALS);
export type RelayRefusal = v.InferOutput<typeof RelayRefusalSchema>;

/** Refusals the terminal decides by itself. */
export const TERMINAL_REFUSALS = [
  'PIN_LOCKED',
  'CARD_READ',
  'WRONG_CARD',
  'CARD_TAKEN_EARLY',
  'UNAVAILABLE',
  'BUSY',
  'OUT_OF_HOURS',
  'MAINTENANCE',
  'PRINTER_ATTENTION',
  'PAYMENT_UNAVAILABLE',
  'NAME_NOT_PRINTABLE',
  'RIGHT_PERSON',
] as const;

/** Every refusal a resident can be shown, each once. */
export const RefusalSchema = v.picklist([
  ...new Set<VrsRefusal | (typeof TERMINAL_REFUSALS)[number]>([...VRS_REFUSALS, ...TERMINAL_REFUSALS]),
]);
export type Refusal = v.InferOutput<typeof RefusalSchema>;
