/** What staff see and decide of requests for a certificate that differ from what was registered. Only a person decides. */
import type { Kysely } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type AuditOutbox, intendAudit } from '../audit/index.ts';
import { ApproveEnrolmentSchema } from '../console-api/held-enrolments.ts';
import { staffRoute } from '../staff/define-route.ts';
import { type Actor, actorName } from '../staff/rights.ts';
import type { StaffAnswer, StaffProblem, StaffRoute } from '../staff/staff-route.ts';
import type { CenterDatabase } from '../store/index.ts';
import type { CenterTables } from '../store/tables.ts';
import {
  approveHeld,
  type Decided,
  type DecisionRefused,
  forgetExpired,
  listHeld,
  refuseHeld,
} from './held-enrolments.ts';

type Session = Kysely<CenterTables>;

const request = v.strictObject({ id: v.pipe(v.string(), v.uuid()) });

const problemOf = (error: DecisionRefused): StaffProblem =>
  error === 'no-such-request' ? { kind: 'not-found', error } : { kind: 'conflict', error };

export function heldEnrolmentRoutes(parts: {
  readonly database: CenterDatabase;
  readonly audit: AuditOutbox;
  readonly now: () => Date;
}): readonly StaffRoute[] {
  const { database, audit, now } = parts;

  /** Decides and notes it, in one transaction. */
  const settle = async (
    actor: Actor,
    action: 'enrolment-approved' | 'enrolment-turned-down',
    id: string,
    decide: (session: Session) => Promise<Result<Decided, DecisionRefused>>,
  ): Promise<Result<StaffAnswer, StaffProblem>> => {
    const decided = await database.transaction().execute(async (session) => {
      const made = await decide(session);
      // An approval that was meant for another machine is worth knowing of.
      const entry = made.isOk()
        ? { target: made.value.terminalId, result: id.slice(0, 8) }
        : made.error === 'other-key'
          ? { target: 'unknown', result: made.error }
          : null;
      if (entry !== null) await intendAudit(session, [{ actor, action, ...entry }], now());
      return made;
    });
    await audit.settle();
    return decided.isOk() ? ok({ status: 204 }) : err(problemOf(decided.error));
  };

  return [
    staffRoute({
      method: 'GET',
      path: '/held-enrolments',
      needs: 'enrol',
      async handle() {
        await forgetAudited(database, audit, now());
        return ok({ status: 200, value: { requests: await listHeld(database, now()) } });
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/held-enrolments/:id/approve',
      needs: 'enrol',
      parameters: request,
      body: ApproveEnrolmentSchema,
      async handle({ actor, parameters: { id }, body: { comparison } }) {
        if (actor.kind !== 'person') return err({ kind: 'forbidden', error: 'person-only' });
        const decision = { id, comparison, by: actorName(actor), now: now() };
        return await settle(actor, 'enrolment-approved', id, (session) => approveHeld(session, decision));
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/held-enrolments/:id/refuse',
      needs: 'enrol',
      parameters: request,
      async handle({ actor, parameters: { id } }) {
        if (actor.kind !== 'person') return err({ kind: 'forbidden', error: 'person-only' });
        const decision = { id, by: actorName(actor), now: now() };
        return await settle(actor, 'enrolment-turned-down', id, (session) => refuseHeld(session, decision));
      },
    }),
  ];
}

/** Forgets requests that are over; of those that nobody decided the trail says so. */
export async function forgetAudited(database: CenterDatabase, audit: AuditOutbox, now: Date): Promise<void> {
  const event = { actor: { kind: 'center' }, action: 'enrolment-turned-down', result: 'expired' } as const;
  const undecided = await database.transaction().execute(async (session) => {
    const terminals = await forgetExpired(session, now);
    const events = terminals.map((target) => ({ ...event, target }));
    await intendAudit(session, events, now);
    return events.length;
  });
  if (undecided > 0) await audit.settle();
}
