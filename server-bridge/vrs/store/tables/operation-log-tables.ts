/** The operation log of each area, how far it goes, and what was noticed in it. */
import type { ColumnType, Generated } from 'kysely';

type Instant = ColumnType<Date, Date, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** Drivers give it back as number, bigint or text. */
type Whole = ColumnType<number | bigint | string, number, number>;

export type OperationLogTables = {
  operation_log: {
    area: Generated<string>;
    /** From 1, without a gap. */
    place: Whole;
    at: Instant;
    staff_id: string;
    staff_name: string;
    terminal: string | null;
    operation: string;
    /** SHA-256 of salt and reference number: what the chain holds of a person. */
    person_mark: Uint8Array | null;
    /** Salt and reference number, encrypted. */
    reference: Uint8Array | null;
    reference_hash: Uint8Array | null;
    /** The person has the family name of whoever looked. */
    own_family: boolean;
    target: string;
    result: string;
    previous: Uint8Array;
    hash: Uint8Array;
  };
  operation_log_heads: {
    area: Generated<string>;
    place: Whole;
    hash: Uint8Array;
    /** How far the rules have looked. */
    watched_up_to: Whole;
    reviewed_up_to: Whole;
    reviewed_by: ColumnType<string | null, string | null | undefined>;
    reviewed_at: NullableInstant;
  };
  detections: {
    area: Generated<string>;
    detection_id: string;
    rule: string;
    staff_id: string;
    at: Instant;
    from_place: Whole;
    to_place: Whole;
    count: number;
    told_at: NullableInstant;
    acknowledged_by: ColumnType<string | null, string | null | undefined>;
    acknowledged_at: NullableInstant;
    finding: ColumnType<string | null, string | null | undefined>;
  };
};
