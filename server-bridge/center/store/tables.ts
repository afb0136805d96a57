/**
 * The center's tables. None of them has a column for a resident, an application or a certificate (C2): terminals, their
 * condition, directives, commands, alarms, and the center's own people are all the center knows.
 */
import type { StaffTables } from '../../staff-access/staff-tables.ts';
import type { AlarmRuleTables } from './tables/alarm-rule-tables.ts';
import type { AuditTables } from './tables/audit-tables.ts';
import type { ChangeTables } from './tables/change-tables.ts';
import type { EnrolmentTables } from './tables/enrolment-tables.ts';
import type { HistoryTables } from './tables/history-tables.ts';
import type { LineTables } from './tables/line-tables.ts';
import type { RegistryTables } from './tables/registry-tables.ts';
import type { RollOutTables } from './tables/roll-out-tables.ts';

export { whole } from './tables/column-types.ts';
export type * from './tables/line-tables.ts';

export type CenterTables = LineTables &
  RegistryTables &
  AuditTables &
  StaffTables &
  ChangeTables &
  EnrolmentTables &
  RollOutTables &
  AlarmRuleTables &
  HistoryTables;
