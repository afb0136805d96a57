/** The center's store: tables, migrations and the questions asked of them. */
export * from './alarm-causes.ts';
export * from './alarm-comparisons.ts';
export * from './alarm-rules.ts';
export * from './alarms.ts';
export * from './changes.ts';
export type { Claim } from './claims.ts';
export * from './commands.ts';
export * from './directives.ts';
export * from './event-log-collections.ts';
export * from './notifications.ts';
export { type CenterDatabase, type OpenStore, openStore, type StoreError } from './open-store.ts';
export * from './registry.ts';
export * from './right-person.ts';
export * from './staff-suspensions.ts';
export * from './take-report.ts';
export * from './terminal-events.ts';
export * from './terminals.ts';
export * from './terminals-away.ts';
