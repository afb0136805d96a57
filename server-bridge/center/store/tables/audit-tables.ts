/** Audit entries and signed checkpoints. */

export type AuditTables = Record<never, never>;
