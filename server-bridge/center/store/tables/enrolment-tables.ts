/** One-time codes, terminals' certificates, revocations. */

export type EnrolmentTables = Record<never, never>;
