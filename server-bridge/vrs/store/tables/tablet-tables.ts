/** Registered tablets at vaccination sites. */
import type { ColumnType, Generated } from 'kysely';

export type TabletTables = {
  site_tablets: {
    area: Generated<string>;
    tablet: string;
    registered_at: ColumnType<Date, Date, never>;
    registered_by: string;
    withdrawn_at: ColumnType<Date | null, Date | null | undefined>;
    withdrawn_by: ColumnType<string | null, string | null | undefined>;
  };
};
