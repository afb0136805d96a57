/** Accounts, sessions and registered terminals of the municipalities' staff: the shared tables of people, each row in its area. */
import type { ColumnType, Generated } from 'kysely';
import type { StaffTables as SharedTables } from '../../../staff-access/staff-tables.ts';

type InArea<Tables> = { [Name in keyof Tables]: Tables[Name] & { area: Generated<string> } };

type StaffTerminalsTable = {
  area: Generated<string>;
  /** The last part of its certificate's name. */
  terminal: string;
  registered_at: ColumnType<Date, Date, Date>;
  registered_by: string;
  /** Withdrawn for good. */
  withdrawn_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  withdrawn_by: ColumnType<string | null, string | null | undefined, string | null>;
  last_seen_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
};

export type StaffTables = InArea<SharedTables> & { staff_terminals: StaffTerminalsTable };
