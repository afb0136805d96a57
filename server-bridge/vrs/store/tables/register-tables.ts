/** People, tickets, doses and their versions. Days are `YYYY-MM-DD` texts; `Uint8Array` columns are encrypted, or keyed hashes. */
import type { ColumnType, Generated } from 'kysely';

type Instant = ColumnType<Date, Date, Date>;
type DefaultInstant = ColumnType<Date, Date | undefined, Date>;

export type PeopleTable = {
  area: string;
  person_id: string;
  /** Keyed hash of the individual number: by this alone a person is found by number; null while the number is not known. */
  number_hash: Uint8Array | null;
  individual_number: Uint8Array | null;
  /** The municipality's own reference number (宛名番号), encrypted, and its keyed hash. */
  reference_number: ColumnType<Uint8Array | null, Uint8Array | null | undefined>;
  reference_hash: ColumnType<Uint8Array | null, Uint8Array | null | undefined>;
  name: Uint8Array;
  kana: ColumnType<Uint8Array | null, Uint8Array | null | undefined>;
  birth_day: Uint8Array;
  sex: ColumnType<Uint8Array | null, Uint8Array | null | undefined>;
  /** Protective measure: no certificate outside the counter. */
  protected: boolean;
  moved_on: string | null;
  deceased_on: string | null;
  /** Rises with every change; a change names the version it was made from. */
  version: Generated<number>;
  registered_at: DefaultInstant;
  registered_by: Generated<string>;
  changed_at: DefaultInstant;
  changed_by: Generated<string>;
};

export type TicketsTable = {
  area: Generated<string>;
  ticket_id: string;
  person_id: string;
  ticket_hash: Uint8Array;
  ticket_number: Uint8Array;
  ticket_type: string;
  issued_on: string;
  withdrawn_on: string | null;
  registered_at: Instant;
  registered_by: string;
};

export const DOSE_SOURCES = ['system', 'import', 'tablet', 'staff', 'transfer'] as const;
export type DoseSource = (typeof DOSE_SOURCES)[number];

export type DosesTable = {
  area: string;
  dose_id: string;
  person_id: string;
  number: number;
  day: string;
  product: string;
  lot: string;
  /** Flagged for checking; `doubt` says why, in a word of the closed list. */
  doubtful: boolean;
  doubt: ColumnType<string | null, string | null | undefined>;
  ticket_id: ColumnType<string | null, string | null | undefined>;
  /** Code of the municipality where it was given. */
  vaccinated_in: ColumnType<string | null, string | null | undefined>;
  site: ColumnType<Uint8Array | null, Uint8Array | null | undefined>;
  doctor: ColumnType<Uint8Array | null, Uint8Array | null | undefined>;
  source: Generated<DoseSource>;
  version: Generated<number>;
  registered_at: DefaultInstant;
  registered_by: Generated<string>;
};

/** `contents`: the row before the change, one encrypted JSON value. */
export type PersonVersionsTable = {
  area: Generated<string>;
  person_id: string;
  version: number;
  change: 'corrected' | 'number-changed' | 'flagged';
  reason: string;
  contents: Uint8Array;
  changed_at: Instant;
  changed_by: string;
};

export type DoseVersionsTable = {
  area: Generated<string>;
  dose_id: string;
  version: number;
  person_id: string;
  change: 'corrected' | 'deleted' | 'confirmed' | 'flagged';
  reason: string;
  contents: Uint8Array;
  changed_at: Instant;
  changed_by: string;
};

export type SearchTermsTable = { area: Generated<string>; term: Uint8Array; person_id: string };

export type RegisterTables = {
  people: PeopleTable;
  tickets: TicketsTable;
  doses: DosesTable;
  person_versions: PersonVersionsTable;
  dose_versions: DoseVersionsTable;
  search_terms: SearchTermsTable;
};
