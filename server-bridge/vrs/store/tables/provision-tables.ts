/** What one municipality provided to another, with a row in the area of either. */
import type { ColumnType, Generated } from 'kysely';

export type ProvisionTables = {
  provisions: {
    area: Generated<string>;
    /** The same in both areas. */
    provision_id: string;
    side: 'asking' | 'asked';
    asking: string;
    asked: string;
    purpose: 'moved-in';
    at: ColumnType<Date, Date, never>;
    asked_by: string;
    result: 'provided' | 'unmatched';
    doses: number;
    /** The own person; null on the side that knows nobody. */
    person_id: string | null;
    /** Doses that were provided and not taken over yet, one encrypted JSON value; on the asking side only. */
    contents: Uint8Array | null;
    reviewed_by: ColumnType<string | null, string | null | undefined>;
    reviewed_at: ColumnType<Date | null, Date | null | undefined>;
  };
};
