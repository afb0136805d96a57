/** The roles under which work runs once the store is open. They own nothing and cannot look past an area (V8). */

/** Issuing and the municipality's own staff: everything of one area. */
export const APPLICATION_ROLE = 'kofu_vrs';
/** Tablets at vaccination sites: tickets and doses of one area, and no column that holds or finds an individual number (V15). */
export const TABLET_ROLE = 'kofu_vrs_tablet';
/** Whoever oversees provisions between municipalities: the log of them, and no record of a person (V5). */
export const REGULATOR_ROLE = 'kofu_vrs_regulator';

/** Erasing what has served its time: the only role that can take away a person or a certificate (V16). */
export const RETENTION_ROLE = 'kofu_vrs_retention';
/** Encrypting an area anew: changes ciphertexts and keyed hashes, and no fact beside them (V9). */
export const KEYS_ROLE = 'kofu_vrs_keys';
/** Putting one area back from its backup: the only role that can empty an area's tables, and only the own area's. */
export const RESTORE_ROLE = 'kofu_vrs_restore';

/** All of them. None is for a prefecture or the state: there is nobody who could read more than one area's people (V8). */
export const STORE_ROLES = [
  APPLICATION_ROLE,
  TABLET_ROLE,
  REGULATOR_ROLE,
  RETENTION_ROLE,
  KEYS_ROLE,
  RESTORE_ROLE,
] as const;
export type StoreRole = (typeof STORE_ROLES)[number];
