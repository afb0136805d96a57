/**
 * What staff and the center itself did, for whoever has to answer for it: enumerated, chained, and without a person who was served
 * (C2). Times are coarse enough, and targets few enough, that no entry points at a resident.
 */
import * as v from 'valibot';
import type { Actor } from '../staff/rights.ts';

export const AUDIT_ACTIONS = [
  'center-started',
  'center-stopped',
  'signed-in',
  'sign-in-refused',
  'signed-out',
  'account-made',
  'account-changed',
  'account-locked',
  'request-forbidden',
  'directive-drafted',
  'directive-approved',
  'directive-rejected',
  'directive-withdrawn',
  'directive-effective',
  'directive-changed-directly',
  'municipality-suspended',
  'municipality-resumed',
  'command-ordered',
  'command-cancelled',
  'command-settled',
  'roll-out-drafted',
  'roll-out-approved',
  'roll-out-rejected',
  'roll-out-paused',
  'roll-out-resumed',
  'roll-out-stage-begun',
  'roll-out-stopped',
  'roll-out-finished',
  'alarm-raised',
  'alarm-acknowledged',
  'alarm-cleared',
  'comparison-recorded',
  'rule-changed',
  'notification-failed',
  'terminal-registered',
  'terminal-retired',
  'code-given-out',
  'certificate-issued',
  'certificate-renewed',
  'certificate-revoked',
  'enrolment-refused',
  'enrolment-held',
  'enrolment-approved',
  'enrolment-turned-down',
  'audit-exported',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/**
 * A word of an entry: never ten digits with nothing but marks between them, so that no individual number fits, while the random
 * identifiers of commands do.
 */
export const AuditWordSchema = v.pipe(v.string(), v.regex(/^(?!.*(?:[0-9][_.:@+-]*){10})[A-Za-z0-9_.:@+-]{1,80}$/));

export type AuditEvent = {
  readonly actor: Actor;
  readonly action: AuditAction;
  /** What it was done to: a terminal, a version, an account, an alarm's number, a roll-out. */
  readonly target: string;
  /** In one word how it ended. */
  readonly result: string;
};

export type AuditTrail = {
  /**
   * Resolves when the entry is on disk with its place in this node's chain. Entries of one moment share a commit.
   * @throws when the store cannot take it: what cannot be audited is not done
   */
  append(event: AuditEvent): Promise<void>;
};

/** For acts that write their entry down in their own transaction. */
export type AuditOutbox = {
  /**
   * Moves what acts have intended (`intendAudit`) into a chain. Never fails: it is committed with its act already, and what does not go
   * now goes in a later round, of this node or another.
   */
  settle(): Promise<void>;
};
