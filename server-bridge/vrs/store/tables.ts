/** The tables of VRS as the query builder sees them. Days are `YYYY-MM-DD` texts; encrypted columns are `bytea`. */
import type { ColumnType } from 'kysely';

export type VrsTables = {
  /** Who has an area, and whether it takes part. Nothing personal; every area may read it. */
  municipalities: {
    code: string;
    prefecture_ja: string;
    prefecture_en: string;
    name_ja: string;
    name_en: string;
    kana: string;
    taking_part: boolean;
    /** The area's own keys, wrapped by the master key. */
    wrapped_keys: Uint8Array;
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
  people: {
    area: string;
    person_id: string;
    /** Keyed hash of the individual number: by this alone a person is found. */
    number_hash: Uint8Array;
    individual_number: Uint8Array;
    name: Uint8Array;
    birth_day: Uint8Array;
    /** Protective measure: no certificate outside the counter. */
    protected: boolean;
    moved_on: string | null;
    deceased_on: string | null;
  };
  doses: {
    area: string;
    dose_id: string;
    person_id: string;
    number: number;
    day: string;
    product: string;
    lot: string;
    /** Flagged by the municipality for checking. */
    doubtful: boolean;
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
  };
  /** What was decided on an application, kept for the life of the visit so that a lost answer can be given again. */
  applications: { digest: string; area: string; decision: Uint8Array; expires_at: ColumnType<Date, Date> };
};

/** Tables that belong to one area and are kept apart by row-level security (V8). */
export const AREA_TABLES = ['people', 'doses', 'passports', 'certificates', 'applications'] as const;
