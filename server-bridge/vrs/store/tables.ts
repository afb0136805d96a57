/** The tables of VRS as the query builder sees them. Days are `YYYY-MM-DD` texts; encrypted columns are `bytea`. */
import type { ColumnType } from 'kysely';
import type { AreaKeyTables } from './tables/area-key-tables.ts';
import type { ImportTables } from './tables/import-tables.ts';
import type { OperationLogTables } from './tables/operation-log-tables.ts';
import type { ProvisionTables } from './tables/provision-tables.ts';
import type { RegisterTables } from './tables/register-tables.ts';
import type { StaffTables } from './tables/staff-tables.ts';
import type { TabletTables } from './tables/tablet-tables.ts';

export type VrsTables = CoreTables &
  RegisterTables &
  StaffTables &
  OperationLogTables &
  ImportTables &
  ProvisionTables &
  AreaKeyTables &
  TabletTables;

type CoreTables = {
  /** Who has an area, and whether it takes part. Nothing personal; every area may read it. */
  municipalities: {
    code: string;
    prefecture_ja: string;
    prefecture_en: string;
    name_ja: string;
    name_en: string;
    kana: string;
    taking_part: boolean;
  };
  /** Challenges handed out and not used yet. Nothing personal. */
  challenges: {
    challenge_id: string;
    visit_id: string;
    challenge: Uint8Array;
    expires_at: ColumnType<Date, Date>;
    /** Used once already; kept for one application with a passport in this area. */
    kept_for_passport_in: string | null;
  };
  /** Passport items of an earlier overseas issue (P12), one encrypted JSON value. */
  passports: { area: string; person_id: string; items: Uint8Array };
  /** Certificate ids and days of issue (V7). */
  certificates: {
    certificate_id: string;
    area: string;
    person_id: string;
    kind: string;
    issued_on: string;
    issued_at: ColumnType<Date, Date>;
    /** Passport items that an overseas certificate states, one encrypted JSON value. */
    passport_items: Uint8Array | null;
    /** Which door the application came through. */
    through: ColumnType<'kiosk' | 'app', 'kiosk' | 'app' | undefined, never>;
  };
  /** What was decided on an application, kept for the life of the visit so that a lost answer can be given again. */
  applications: { digest: string; area: string; decision: Uint8Array; expires_at: ColumnType<Date, Date> };
};

/** Tables that belong to one area and are kept apart by row-level security (V8). Whoever adds one with a step adds it here. */
export const AREA_TABLES = [
  'people',
  'doses',
  'passports',
  'certificates',
  'applications',
  'tickets',
  'person_versions',
  'dose_versions',
  'search_terms',
  'operation_log',
  'operation_log_heads',
  'detections',
  'provisions',
  'site_tablets',
  'imports',
  'import_refusals',
  'import_people',
  'import_tickets',
  'import_doses',
  'import_flags',
  'import_seen',
  'import_address_numbers',
  'address_numbers',
  'staff_accounts',
  'staff_passwords',
  'staff_sessions',
  'staff_misses',
  'staff_terminals',
  'area_keys',
  'area_key_hashes',
] as const;
