/** Tables of migration step 0007, with columns of later ones: files on their way in, what of them is staged, and links of address numbers. */
import type { ColumnType, Generated } from 'kysely';
import type { ImportKind } from '../../console-api/imports.ts';

type Instant = ColumnType<Date, Date, Date>;
/** `bigint` comes as text from a server and as a number from PGlite. */
type BigCount = ColumnType<string | number, number | undefined, number>;

export type ImportsTable = {
  area: Generated<string>;
  import_id: string;
  kind: ImportKind;
  state: 'waiting' | 'receiving' | 'checking' | 'applying' | 'done' | 'refused' | 'abandoned';
  encoding_said: 'detect' | 'utf-8' | 'shift_jis';
  encoding: 'utf-8' | 'shift_jis' | null;
  bytes: BigCount;
  bytes_done: BigCount;
  lines: Generated<number>;
  lines_done: Generated<number>;
  added: Generated<number>;
  changed: Generated<number>;
  unchanged: Generated<number>;
  doubtful: Generated<number>;
  fault: string | null;
  refused_lines: Generated<number>;
  begun_at: Instant;
  begun_by: string;
  ended_at: ColumnType<Date | null, Date | null, Date | null>;
  /** Whoever works on it holds this, until then; whoever has lost it writes nothing any more. */
  claim: string | null;
  claim_until: Instant;
};

export type ImportRefusalsTable = {
  area: Generated<string>;
  import_id: string;
  line: number;
  /** The column's heading; null where it is the whole line. Nothing of what stood there. */
  heading: string | null;
  fault: string;
};

/** A person as the row shall be. `change` rows name the version they were compared with. */
export type ImportPeopleTable = {
  area: Generated<string>;
  import_id: string;
  line: number;
  person_id: string;
  action: 'add' | 'change' | 'same';
  base_version: number | null;
  change: 'corrected' | 'number-changed' | 'flagged' | null;
  before: Uint8Array | null;
  number_hash: Uint8Array | null;
  individual_number: Uint8Array | null;
  reference_number: Uint8Array;
  reference_hash: Uint8Array;
  name: Uint8Array;
  kana: Uint8Array | null;
  birth_day: Uint8Array;
  sex: Uint8Array | null;
  /** Null where the file does not say. */
  protected: boolean | null;
  moved_on: string | null;
  deceased_on: string | null;
  /** Search terms one after the other, where they change. */
  terms: Uint8Array | null;
};

export type ImportTicketsTable = {
  area: Generated<string>;
  import_id: string;
  line: number;
  person_id: string;
  ticket_id: string;
  action: 'add' | 'change' | 'same';
  ticket_hash: Uint8Array;
  ticket_number: Uint8Array;
  ticket_type: string;
  issued_on: string;
  withdrawn_on: string | null;
  /** By which the line named its person; null in lines of an import that an older version has begun. */
  reference_hash: Uint8Array | null;
};

/** A dose as the file says it; `action`, `base_version`, `before` and `doubt` say what becomes of it, and under whose `dose_id`. */
export type ImportDosesTable = {
  area: Generated<string>;
  import_id: string;
  line: number;
  person_id: string;
  dose_id: string;
  done: boolean;
  action: 'add' | 'change' | 'flag' | 'same' | null;
  base_version: number | null;
  before: Uint8Array | null;
  number: number;
  day: string;
  product: string;
  lot: string;
  vaccinated_in: string | null;
  site: Uint8Array | null;
  doctor: Uint8Array | null;
  ticket_id: string | null;
  said_doubtful: boolean;
  doubt: string | null;
  /** By which the line named its person; null where it named a ticket alone. */
  reference_hash: Uint8Array | null;
};

/** What doses that the file does not change are doubtful of afterwards. */
export type ImportFlagsTable = {
  area: Generated<string>;
  import_id: string;
  dose_id: string;
  doubt: string | null;
};

/** The people whose doses were looked at, and what they looked like then: nobody else may have changed them meanwhile. */
export type ImportSeenTable = {
  area: Generated<string>;
  import_id: string;
  person_id: string;
  version: number;
  stamp: string;
};

export type ImportAddressNumbersTable = {
  area: Generated<string>;
  import_id: string;
  line: number;
  person_id: string;
  base_version: number;
  action: 'add' | 'change' | 'same';
  integrated_hash: Uint8Array;
  integrated_number: Uint8Array;
  number_hash: Uint8Array | null;
  individual_number: Uint8Array | null;
  before: Uint8Array | null;
  /** By which the line named its person; null in lines of an import that an older version has begun. */
  reference_hash: Uint8Array | null;
};

/** A person's integrated number (統合宛名番号), encrypted, and its keyed hash. */
export type AddressNumbersTable = {
  area: Generated<string>;
  person_id: string;
  integrated_number: Uint8Array;
  integrated_hash: Uint8Array;
  linked_at: Instant;
};

export type ImportTables = {
  imports: ImportsTable;
  import_refusals: ImportRefusalsTable;
  import_people: ImportPeopleTable;
  import_tickets: ImportTicketsTable;
  import_doses: ImportDosesTable;
  import_flags: ImportFlagsTable;
  import_seen: ImportSeenTable;
  import_address_numbers: ImportAddressNumbersTable;
  address_numbers: AddressNumbersTable;
};
