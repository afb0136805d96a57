/** Who may do what at the center. Rights are checked where a route is declared, and nowhere else. */
import * as v from 'valibot';
import type { StaffId } from '../../staff-access/staff-id.ts';

export { type StaffId, StaffIdSchema } from '../../staff-access/staff-id.ts';

export const RIGHTS = [
  /** See terminals, their condition, events, commands, alarms and the directive. */
  'watch',
  /** Order something of terminals. */
  'command',
  /** Acknowledge and clear alarms, record the comparison after a right-person alarm (P2). */
  'alarm',
  /** Draft a change of the directive, or a roll-out. */
  'draft',
  /** Approve what another person has drafted. */
  'approve',
  /** Suspend a municipality's taking part at once (K8, C1). */
  'suspend-municipality',
  /** Register terminals, give out enrolment codes, revoke certificates. */
  'enrol',
  /** Accounts of the center's people and their roles. */
  'accounts',
  /** Read and export the audit trail. */
  'audit',
  /** Change the directive without a second person: for tools of an installation, never for a person. */
  'change-directly',
] as const;
export type Right = (typeof RIGHTS)[number];

export const ROLES = ['watcher', 'operator', 'drafter', 'approver', 'administrator', 'auditor'] as const;
export const RoleSchema = v.picklist(ROLES);
export type Role = v.InferOutput<typeof RoleSchema>;

/** A person may hold several roles; who drafts cannot approve the same change, whatever the roles (C1). */
export const RIGHTS_OF_ROLE: Record<Role, readonly Right[]> = {
  watcher: ['watch'],
  operator: ['watch', 'command', 'alarm', 'suspend-municipality'],
  drafter: ['watch', 'draft'],
  approver: ['watch', 'approve'],
  administrator: ['watch', 'enrol', 'accounts'],
  auditor: ['watch', 'audit'],
};

/** Who is acting: a person who has signed in, a tool with the bearer token, or the center itself. */
export type Actor =
  | {
      readonly kind: 'person';
      readonly staffId: StaffId;
      readonly name: string;
      readonly roles: readonly Role[];
      readonly sessionId: string;
    }
  | { readonly kind: 'tool' }
  | { readonly kind: 'center' };

const TOOL_RIGHTS: ReadonlySet<Right> = new Set(RIGHTS.filter((right) => right !== 'accounts' && right !== 'approve'));

export function mayDo(actor: Actor, right: Right): boolean {
  switch (actor.kind) {
    case 'person':
      return actor.roles.some((role) => RIGHTS_OF_ROLE[role].includes(right));
    case 'tool':
      return TOOL_RIGHTS.has(right);
    case 'center':
      return true;
    default: {
      const never: never = actor;
      throw new Error(`unknown actor ${String(never)}`);
    }
  }
}

/** What stands in rows and in the audit trail for whoever acted. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return actor.staffId;
    case 'tool':
      return 'tool';
    case 'center':
      return 'center';
    default: {
      const never: never = actor;
      throw new Error(`unknown actor ${String(never)}`);
    }
  }
}
