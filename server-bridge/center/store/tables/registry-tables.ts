/** Where each terminal stands: what staff register before its first contact. */
import type { ColumnType } from 'kysely';
import type { Instant, NullableInstant } from './column-types.ts';

export type TerminalPlacesTable = {
  terminal_id: string;
  /** The chain of stores, a short word. */
  chain: string;
  /** JIS X 0401: `01` to `47`. */
  prefecture: string;
  store_id: string;
  store_name: string;
  /** Of the machine, as its maker writes it. */
  serial: string;
  registered_at: Instant;
  /** Taken out of service for good; its certificates no longer count. */
  retired_at: NullableInstant;
  /** Which change of places made the row what it is; set by the database. */
  revision: ColumnType<number | bigint | string, never, never>;
};

export type RegistryTables = { terminal_places: TerminalPlacesTable };
