/** What the console's page and the center's listener say to each other; safe in a browser. */
export * from './alarms.ts';
export * from './audit.ts';
export * from './changes.ts';
export * from './enrolment.ts';
export * from './event-names.ts';
export * from './fleet.ts';
export * from './held-enrolments.ts';
export * from './orders.ts';
export * from './places.ts';
export * from './staff.ts';
