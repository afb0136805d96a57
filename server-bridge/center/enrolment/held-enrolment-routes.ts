/** What staff see and decide of requests for a certificate that differ from what was registered. Only a person decides. */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { AuditTrail } from '../audit/index.ts';
import { ApproveEnrolmentSchema } from '../console-api/held-enrolments.ts';
import { staffRoute } from '../staff/define-route.ts';
import { type Actor, actorName } from '../staff/rights.ts';
import type { StaffAnswer, StaffProblem, StaffRoute } from '../staff/staff-route.ts';
import type { CenterDatabase } from '../store/index.ts';
import {
  approveHeld,
  type Decided,
  type DecisionRefused,
  forgetExpired,
  listHeld,
  refuseHeld,
} from './held-enrolments.ts';

const request = v.strictObject({ id: v.pipe(v.string(), v.uuid()) });

const problemOf = (error: DecisionRefused): StaffProblem =>
  error === 'no-such-request' ? { kind: 'not-found', error } : { kind: 'conflict', error };

export function heldEnrolmentRoutes(parts: {
  readonly database: CenterDatabase;
  readonly audit: AuditTrail;
  readonly now: () => Date;
}): readonly StaffRoute[] {
  const { database, audit, now } = parts;

  const settle = async (
    actor: Actor,
    action: 'enrolment-approved' | 'enrolment-turned-down',
    id: string,
    decided: Result<Decided, DecisionRefused>,
  ): Promise<Result<StaffAnswer, StaffProblem>> => {
    if (decided.isErr()) {
      // An approval that was meant for another machine is worth knowing of.
      if (decided.error === 'other-key') await audit.append({ actor, action, target: 'unknown', result: 'other-key' });
      return err(problemOf(decided.error));
    }
    await audit.append({ actor, action, target: decided.value.terminalId, result: id.slice(0, 8) });
    return ok({ status: 204 });
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
        const decided = await database.transaction().execute((session) => approveHeld(session, decision));
        return await settle(actor, 'enrolment-approved', id, decided);
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
        const decided = await database.transaction().execute((session) => refuseHeld(session, decision));
        return await settle(actor, 'enrolment-turned-down', id, decided);
      },
    }),
  ];
}

/** Forgets requests that are over; of those that nobody decided the trail says so. */
export async function forgetAudited(database: CenterDatabase, audit: AuditTrail, now: Date): Promise<void> {
  const undecided = await forgetExpired(database, now);
  const event = { actor: { kind: 'center' }, action: 'enrolment-turned-down', result: 'expired' } as const;
  await Promise.all(undecided.map((target) => audit.append({ ...event, target })));
}
