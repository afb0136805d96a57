/** What the audit trail and the log of the center learn of people: their coming and going, and what happens to accounts. */
import type { AccountEvent, LiveSession, StaffEvent } from '../../staff-access/index.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { CenterLog } from '../event-catalogue.ts';
import type { Actor, Role } from './rights.ts';

type Roles = readonly Role[];
type Session = LiveSession<Roles>;

export const actorOfSession = ({ staffId, name, roles, sessionId }: Session): Actor => ({
  kind: 'person',
  staffId,
  name,
  roles,
  sessionId,
});

/** The center speaks where nobody is known to have acted. */
const CENTER: Actor = { kind: 'center' };

/** Appends a person's coming or going, and says it in the log. @throws what the audit trail throws */
export function witnessStaff({ audit, log }: { readonly audit: AuditTrail; readonly log: CenterLog }) {
  const ofSession = (session: Session, result: string): Promise<void> =>
    audit.append({ actor: actorOfSession(session), action: 'account-changed', target: session.staffId, result });

  return async (event: StaffEvent<Roles>): Promise<void> => {
    switch (event.kind) {
      case 'signed-in': {
        const { staffId, name } = event;
        const actor: Actor = { kind: 'person', staffId, name, roles: [], sessionId: '' };
        await audit.append({ actor, action: 'signed-in', target: staffId, result: 'done' });
        log.record('SIGNED_IN', {});
        return;
      }
      case 'sign-in-refused': {
        const { reason } = event;
        if (reason === 'refused' || (reason === 'locked' && event.checked)) {
          const target = event.known ? event.staffId : 'unknown';
          await audit.append({ actor: CENTER, action: 'sign-in-refused', target, result: reason });
        }
        log.record('SIGN_IN_REFUSED', { reason });
        return;
      }
      case 'locked':
        return await audit.append({
          actor: CENTER,
          action: 'account-locked',
          target: event.staffId,
          result: 'misses',
        });
      case 'signed-out': {
        const { session } = event;
        const actor = actorOfSession(session);
        return await audit.append({ actor, action: 'signed-out', target: session.staffId, result: 'done' });
      }
      case 'password-changed':
        return await ofSession(event.session, 'password');
      case 'password-refused':
        return await ofSession(event.session, 'password-refused');
      case 'csrf-refused': {
        log.record('CONSOLE_REFUSED', { reason: 'forbidden' });
        const actor = actorOfSession(event.session);
        return await audit.append({ actor, action: 'request-forbidden', target: event.target, result: 'csrf' });
      }
      default: {
        const never: never = event;
        throw new Error(`unknown event ${String(never)}`);
      }
    }
  };
}

/** Appends what has happened to an account. @throws what the audit trail throws */
export const witnessAccounts =
  (audit: AuditTrail) =>
  (event: AccountEvent<Roles, Actor>): Promise<void> => {
    const { actor, staffId } = event;
    const action = event.kind === 'account-made' ? 'account-made' : 'account-changed';
    return audit.append({ actor, action, target: staffId, result: wordOf(event) });
  };

function wordOf(event: AccountEvent<Roles, Actor>): string {
  switch (event.kind) {
    case 'account-made':
      return event.roles.join('+');
    case 'account-renewed':
      return 'renewed';
    case 'account-changed': {
      const { roles, state } = event.change;
      return [state, roles?.join('+')].filter(Boolean).join(':') || 'unchanged';
    }
    default: {
      const never: never = event;
      throw new Error(`unknown event ${String(never)}`);
    }
  }
}
