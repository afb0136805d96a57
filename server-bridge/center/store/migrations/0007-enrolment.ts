import type { Migration } from 'kysely/migration';

/** One-time codes, terminals' certificates, revocations. */
export const enrolment: Migration = {
  async up(): Promise<void> {},
};
