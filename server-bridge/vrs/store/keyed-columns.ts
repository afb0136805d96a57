/**
 * Every `bytea` column of an area's tables, and what it is: encrypted, a keyed hash, or neither. One list, by which keys are changed, what
 * is left of old keys is counted, and backups are taken and put back. A test derives from the database that none is missing.
 */
import type { LookupPurpose } from './area-keys.ts';

/** Where an encrypted value belongs: the name of the column it was encrypted for, and the columns that make the row's name. */
export type SealedColumn = { readonly place: string; readonly row: readonly string[] };
/** A hash, and the encrypted column of the same row that it is made from. */
export type HashColumn = { readonly of: string; readonly purpose: LookupPurpose | 'individual-number' };

export type KeyedTable = {
  readonly table: string;
  /** What identifies a row within the area. */
  readonly key: Readonly<Record<string, 'uuid' | 'text' | 'integer' | 'bigint'>>;
  /** Whose row is held while one of these rows is encrypted anew: rows that belong to a person are changed under it. */
  readonly underPerson: boolean;
  readonly sealed: Readonly<Record<string, SealedColumn>>;
  readonly hashes: Readonly<Record<string, HashColumn>>;
  /** Bytes that no key of the area has made. */
  readonly plain: readonly string[];
};

const byPerson = (place: string): SealedColumn => ({ place, row: ['person_id'] });
const none = {} as const;

/** Tables whose rows stay. `search_terms` and the staging tables of imports stand apart. */
export const KEYED_TABLES: readonly KeyedTable[] = [
  {
    table: 'people',
    key: { person_id: 'uuid' },
    underPerson: true,
    sealed: {
      individual_number: byPerson('people.individual_number'),
      reference_number: byPerson('people.reference_number'),
      name: byPerson('people.name'),
      kana: byPerson('people.kana'),
      birth_day: byPerson('people.birth_day'),
      sex: byPerson('people.sex'),
    },
    hashes: {
      number_hash: { of: 'individual_number', purpose: 'individual-number' },
      reference_hash: { of: 'reference_number', purpose: 'reference-number' },
    },
    plain: [],
  },
  {
    table: 'address_numbers',
    key: { person_id: 'uuid' },
    underPerson: true,
    sealed: { integrated_number: byPerson('address_numbers.integrated_number') },
    hashes: { integrated_hash: { of: 'integrated_number', purpose: 'integrated-number' } },
    plain: [],
  },
  {
    table: 'tickets',
    key: { ticket_id: 'uuid' },
    underPerson: true,
    sealed: { ticket_number: { place: 'tickets.ticket_number', row: ['ticket_id'] } },
    hashes: { ticket_hash: { of: 'ticket_number', purpose: 'ticket-number' } },
    plain: [],
  },
  {
    table: 'doses',
    key: { dose_id: 'uuid' },
    underPerson: true,
    sealed: {
      site: { place: 'doses.site', row: ['dose_id'] },
      doctor: { place: 'doses.doctor', row: ['dose_id'] },
    },
    hashes: none,
    plain: [],
  },
  {
    table: 'passports',
    key: { person_id: 'uuid' },
    underPerson: true,
    sealed: { items: byPerson('passports.items') },
    hashes: none,
    plain: [],
  },
  {
    table: 'certificates',
    key: { certificate_id: 'text' },
    underPerson: true,
    sealed: { passport_items: { place: 'certificates.passport_items', row: ['certificate_id'] } },
    hashes: none,
    plain: [],
  },
  {
    table: 'person_versions',
    key: { person_id: 'uuid', version: 'integer' },
    underPerson: true,
    sealed: { contents: { place: 'person_versions.contents', row: ['person_id', 'version'] } },
    hashes: none,
    plain: [],
  },
  {
    table: 'dose_versions',
    key: { dose_id: 'uuid', version: 'integer' },
    underPerson: true,
    sealed: { contents: { place: 'dose_versions.contents', row: ['dose_id', 'version'] } },
    hashes: none,
    plain: [],
  },
  {
    table: 'provisions',
    key: { provision_id: 'uuid' },
    underPerson: false,
    sealed: { contents: { place: 'provisions.contents', row: ['provision_id'] } },
    hashes: none,
    plain: [],
  },
  {
    table: 'applications',
    key: { digest: 'text' },
    underPerson: false,
    sealed: { decision: { place: 'applications.decision', row: ['digest'] } },
    hashes: none,
    plain: [],
  },
  {
    table: 'operation_log',
    key: { place: 'bigint' },
    underPerson: false,
    sealed: { reference: { place: 'operation_log.reference', row: ['place'] } },
    // Made from the reference number within the opening, not from the opening.
    hashes: { reference_hash: { of: 'reference', purpose: 'reference-number' } },
    // The chain itself is of no key: it holds for who has none.
    plain: ['person_mark', 'previous', 'hash'],
  },
];

/** Found by whom, from the name, reading and birth day of the person: `register/search-terms.ts`. */
export const TERM_COLUMN = { table: 'search_terms', column: 'term' } as const;

/** Imports under way: encrypted columns whose generation is counted, and hashes that must not outlive a change of the active one. */
export const STAGED_COLUMNS: Readonly<
  Record<string, { readonly sealed: readonly string[]; readonly hashes: readonly string[] }>
> = {
  import_people: {
    sealed: ['before', 'individual_number', 'reference_number', 'name', 'kana', 'birth_day', 'sex'],
    hashes: ['number_hash', 'reference_hash', 'terms'],
  },
  import_tickets: { sealed: ['ticket_number'], hashes: ['ticket_hash', 'reference_hash'] },
  import_doses: { sealed: ['before', 'site', 'doctor'], hashes: ['reference_hash'] },
  import_address_numbers: {
    sealed: ['before', 'integrated_number', 'individual_number'],
    hashes: ['integrated_hash', 'number_hash', 'reference_hash'],
  },
};

/** Bytes in tables without anything encrypted, and the keys themselves. */
export const OTHER_BYTES: Readonly<Record<string, readonly string[]>> = {
  operation_log_heads: ['hash'],
  area_keys: ['wrapped_keys'],
  area_key_hashes: ['old_hash', 'new_hash'],
};
