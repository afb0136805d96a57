/** One act of staff: in the area of their session, with its line in the operation log, both or neither (V11). */
import { err, type Result } from 'neverthrow';
import type { OperationEvent, OperationLog } from '../operation-log/operation-log.ts';
import { actorId } from '../staff/rights.ts';
import type { StaffActor, VrsStaffAnswer, VrsStaffProblem } from '../staff/vrs-staff-route.ts';
import type { AreaTransaction, VrsStore } from '../store/vrs-store.ts';
import type { Change } from './register-error.ts';
import { noArea } from './register-problem.ts';

export type RegisterParts = { readonly store: VrsStore; readonly log: OperationLog; readonly now: () => Date };

export type Act = {
  readonly transaction: AreaTransaction;
  readonly change: Change;
  /** Writes the line; `target` and `result` are words without a person in them. */
  note(
    event: Omit<OperationEvent, 'actor' | 'target' | 'result'> & { target?: string; result?: string },
  ): Promise<void>;
};

export type Acted = Result<VrsStaffAnswer, VrsStaffProblem>;

/** Runs it. What is refused has noted nothing but what it chose to note. */
export async function actInArea(
  { store, log, now }: RegisterParts,
  actor: StaffActor,
  work: (act: Act) => Promise<Acted>,
): Promise<Acted> {
  const done = await store.inArea(actor.area, (transaction) =>
    work({
      transaction,
      change: { by: actorId(actor), at: now() },
      note: ({ target = '-', result = 'done', ...event }) =>
        log.append(transaction, { actor, target, result, ...event }),
    }),
  );
  return done ?? err(noArea);
}
