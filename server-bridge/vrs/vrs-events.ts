/** What a VRS process reports. Enumerated; nothing of a person, an application or a certificate. */
import { defineEvents } from '../event-log/index.ts';

export const VRS_EVENTS = defineEvents({
  CERTIFICATE_ISSUED: { level: 'info', fields: {} },
  DECISION_REPEATED: { level: 'info', fields: {} },
  APPLICATION_DECLINED: { level: 'info', fields: {} },
  APPLICATION_UNREADABLE: { level: 'warn', fields: {} },
  /** A card was changed, copied or self-made: somebody tries. */
  CARD_NOT_GENUINE: { level: 'warn', fields: {} },
  /** A passport that is forged, expired, unknown or somebody else's. */
  PASSPORT_NOT_GENUINE: { level: 'warn', fields: {} },
  NOBODY_WAITS: { level: 'warn', fields: {} },
  BUSY: { level: 'warn', fields: {} },
  STRANGER_REFUSED: { level: 'warn', fields: {} },
  /** A tablet that is not registered, or withdrawn. */
  TABLET_REFUSED: { level: 'warn', fields: {} },
  /** A stored field does not open: the record was altered, or the master key is another one. */
  RECORD_UNREADABLE: { level: 'error', fields: {} },
  /** The hardware token does not sign: pulled, locked, silent. */
  TOKEN_FAILED: { level: 'error', fields: {} },
  /** The certificates of the key that should sign do not hold: nothing is issued until the keys have rolled over. */
  SIGNING_KEY_ENDED: { level: 'error', fields: {} },
  /** A signing key is a year old: time to roll over. */
  SIGNING_KEY_DUE: { level: 'warn', fields: {} },
  /** A staff terminal whose certificate names none, or that is not registered, or was withdrawn. */
  STAFF_TERMINAL_REFUSED: { level: 'warn', fields: {} },
  /** A request of staff that got no further: not signed in, without the right, from another page, too many. */
  STAFF_REQUEST_REFUSED: { level: 'warn', fields: {} },
  STORE_FAILED: { level: 'error', fields: {} },
  /** Some people's records had served their time and are gone (V16). */
  RECORDS_ERASED: { level: 'info', fields: {} },
  /** Something in a municipality's operation log looks like misuse; what it is stands there (V11). */
  MISUSE_NOTICED: { level: 'warn', fields: {} },
  /** Somebody who should be told of it did not take it; it is told again. */
  NOTICE_NOT_TAKEN: { level: 'warn', fields: {} },
  WATCHING_FAILED: { level: 'error', fields: {} },
  ERASING_FAILED: { level: 'error', fields: {} },
});
export type VrsEvent = keyof typeof VRS_EVENTS;

/** Takes an event. Must not throw. */
export type Report = (event: VrsEvent) => void;
