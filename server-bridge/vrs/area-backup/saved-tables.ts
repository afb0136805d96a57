/** What of an area is in its backup, in the order in which rows can be put back; and what is not, and why. */
import { KEYED_TABLES, type KeyedTable } from '../store/keyed-columns.ts';

export type SavedTable = {
  readonly table: string;
  /** Only these rows (SQL of the program). */
  readonly only?: string;
  readonly orderBy?: string;
  /** Left to the database when the row is put back. */
  readonly without?: readonly string[];
};

const ENDED = 'ended_at is not null';

export const SAVED_TABLES: readonly SavedTable[] = [
  { table: 'people' },
  { table: 'address_numbers' },
  { table: 'tickets' },
  { table: 'doses' },
  { table: 'passports' },
  { table: 'certificates' },
  { table: 'person_versions' },
  { table: 'dose_versions' },
  { table: 'provisions' },
  { table: 'operation_log', orderBy: 'place' },
  { table: 'operation_log_heads' },
  { table: 'detections' },
  { table: 'imports', only: ENDED },
  { table: 'import_refusals', only: `import_id in (select import_id from imports where ${ENDED})` },
  { table: 'site_tablets' },
  { table: 'staff_accounts' },
  // Numbered by the database: in the same order, with numbers of its own.
  { table: 'staff_passwords', orderBy: 'id', without: ['id'] },
  { table: 'staff_terminals' },
];

/**
 * Logs beside the chain (V5, V11): what is there when an area is put back stays as it is, and what is missing is put in. Nobody looks
 * again at entries of the operation log from which a detection was drawn, so one that is taken away would never come back.
 */
export const GROWING_TABLES: readonly string[] = ['provisions', 'detections'];

/** Not in a backup: of the moment (sessions, decisions that a terminal may ask for again, files on their way in), made anew from the rest, or keys. */
export const UNSAVED_TABLES = [
  'applications',
  'staff_sessions',
  'staff_misses',
  'import_people',
  'import_tickets',
  'import_doses',
  'import_flags',
  'import_seen',
  'import_address_numbers',
  'search_terms',
  'area_keys',
  'area_key_hashes',
] as const;

export const keyedTable = (name: string): KeyedTable | undefined => KEYED_TABLES.find(({ table }) => table === name);
