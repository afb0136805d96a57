import type { Migration } from 'kysely/migration';

/** Rules, acknowledgements and notifications of alarms. */
export const alarmRule: Migration = {
  async up(): Promise<void> {},
};
