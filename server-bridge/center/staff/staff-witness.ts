/** What the audit trail and the log of the center learn of people's coming and going. */
import type { LiveSession, StaffWitness } from '../../staff-access/index.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { CenterLog } from '../event-catalogue.ts';
import type { Actor, Role } from './rights.ts';

type Session = LiveSession<readonly Role[]>;

export const actorOfSession = ({ staffId, name, roles, sessionId }: Session): Actor => ({
  kind: 'person',
  staffId,
  name,
  roles,
  sessionId,
});

/** The center speaks where nobody is known to have acted. */
const CENTER: Actor = { kind: 'center' };

export function staffWitness({
  audit,
  log,
}: {
  readonly audit: AuditTrail;
  readonly log: CenterLog;
}): StaffWitness<readonly Role[]> {
  return {
    async signedIn({ staffId, name }) {
      const actor: Actor = { kind: 'person', staffId, name, roles: [], sessionId: '' };
      await audit.append({ actor, action: 'signed-in', target: staffId, result: 'done' });
      log.record('SIGNED_IN', {});
    },
    async signInRefused(staffId, refusal) {
      if ('known' in refusal && refusal.known !== null && staffId !== null) {
        const target = refusal.known ? staffId : 'unknown';
        await audit.append({ actor: CENTER, action: 'sign-in-refused', target, result: refusal.reason });
      }
      log.record('SIGN_IN_REFUSED', { reason: refusal.reason });
    },
    locked: (staffId) => audit.append({ actor: CENTER, action: 'account-locked', target: staffId, result: 'misses' }),
    signedOut: (session) =>
      audit.append({ actor: actorOfSession(session), action: 'signed-out', target: session.staffId, result: 'done' }),
    passwordChanged: (session) => changed(session, 'password'),
    passwordRefused: (session) => changed(session, 'password-refused'),
    async csrfRefused(session, target) {
      log.record('CONSOLE_REFUSED', { reason: 'forbidden' });
      await audit.append({ actor: actorOfSession(session), action: 'request-forbidden', target, result: 'csrf' });
    },
    requestRefused(reason) {
      log.record('CONSOLE_REFUSED', { reason });
    },
  };

  function changed(session: Session, result: string): Promise<void> {
    const actor = actorOfSession(session);
    return audit.append({ actor, action: 'account-changed', target: session.staffId, result });
  }
}
