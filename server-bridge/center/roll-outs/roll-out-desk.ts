/** What staff decide about roll-outs: drafted by one person, approved by another, held, carried on, stopped. */
import { err, ok, type Result } from 'neverthrow';
import type * as v from 'valibot';
import type { AuditAction, AuditTrail } from '../audit/audit-trail.ts';
import type { CommandOrder } from '../command-desk.ts';
import type { NewRollOutSchema, RollOutSchema } from '../console-api/orders.ts';
import { type Actor, actorName } from '../staff/rights.ts';
import type { CenterDatabase } from '../store/index.ts';
import { stopRollOut } from './end-roll-out.ts';
import { auditTarget, findRow, listRows, type RollOutRow, scopeOf, tell } from './roll-out-rows.ts';
import { areStages } from './stage-rule.ts';
import { countTargets, keepTargets } from './targets.ts';

export type RollOutError =
  | { readonly kind: 'unknown-roll-out' }
  /** Shares that do not rise to 100. */
  | { readonly kind: 'stages' }
  /** An order that somebody answers for at one terminal, by name, or that is too much for many. */
  | { readonly kind: 'not-for-many' }
  | { readonly kind: 'own-draft' }
  /** Nobody is registered in the scope. */
  | { readonly kind: 'no-terminals' }
  /** It is not in a state in which this can be. */
  | { readonly kind: 'not-now' };

const NOT_FOR_MANY: readonly CommandOrder['kind'][] = [
  'release-right-person',
  'clear-paper',
  'settled-by-hand',
  'collect-event-log',
];
const LISTED = 200;
const MINUTE_MS = 60_000;

type NewRollOut = v.InferOutput<typeof NewRollOutSchema>;
type Told = v.InferInput<typeof RollOutSchema>;
type Decided = Promise<Result<void, RollOutError>>;

export type RollOutDesk = {
  draft(actor: Actor, wanted: NewRollOut): Promise<Result<Told, RollOutError>>;
  list(): Promise<readonly Told[]>;
  find(rollOutId: number): Promise<Result<Told, RollOutError>>;
  approve(actor: Actor, rollOutId: number): Decided;
  reject(actor: Actor, rollOutId: number): Decided;
  /** Nothing more is ordered, and what waits stays; what was sent is the terminals' to answer. */
  pause(actor: Actor, rollOutId: number): Decided;
  /** The stage's time, and that of what waits, begin anew. */
  resume(actor: Actor, rollOutId: number): Decided;
  /** For good; what waits is taken back. */
  stop(actor: Actor, rollOutId: number): Decided;
};

export function createRollOutDesk(parts: {
  readonly database: CenterDatabase;
  readonly audit: AuditTrail;
  readonly commandLifeMs: number;
  readonly now: () => Date;
  /** A roll-out may have something to do at once. */
  readonly onChange: () => void;
}): RollOutDesk {
  const { database, audit, commandLifeMs, now, onChange } = parts;

  /** Audits what is about to happen, has it happen, and audits that it was too late where it was. */
  const decide = async (
    actor: Actor,
    rollOutId: number,
    o: {
      readonly from: readonly RollOutRow['state'][];
      readonly action: AuditAction;
      readonly result: string;
      readonly hindrance?: (row: RollOutRow) => Promise<RollOutError | null>;
      readonly change: (row: RollOutRow) => Promise<boolean>;
    },
  ): Decided => {
    const row = await findRow(database, rollOutId);
    if (row === undefined) return err({ kind: 'unknown-roll-out' });
    if (!o.from.includes(row.state)) return err({ kind: 'not-now' });
    const hindrance = (await o.hindrance?.(row)) ?? null;
    if (hindrance !== null) return err(hindrance);
    const entry = { actor, action: o.action, target: auditTarget(rollOutId) };
    await audit.append({ ...entry, result: o.result });
    if (!(await o.change(row))) {
      await audit.append({ ...entry, result: 'too-late' });
      return err({ kind: 'not-now' });
    }
    onChange();
    return ok();
  };

  const setState = async (rollOutId: number, from: RollOutRow['state'], to: RollOutRow['state']): Promise<boolean> => {
    const updated = await database
      .updateTable('roll_outs')
      .set({ state: to, ...(to === 'rejected' ? { ended_at: now() } : {}) })
      .where('id', '=', rollOutId)
      .where('state', '=', from)
      .executeTakeFirst();
    return updated.numUpdatedRows > 0n;
  };

  const begin = (actor: Actor, row: RollOutRow): Promise<boolean> =>
    database.transaction().execute(async (transaction) => {
      const begun = await transaction
        .updateTable('roll_outs')
        .set({ state: 'running', approved_by: actorName(actor), started_at: now() })
        .where('id', '=', row.id)
        .where('state', '=', 'draft')
        .executeTakeFirst();
      if (begun.numUpdatedRows === 0n) return false;
      const targets = await keepTargets(transaction, row.id, scopeOf(row));
      await transaction.updateTable('roll_outs').set({ targets }).where('id', '=', row.id).execute();
      return true;
    });

  const carryOn = (row: RollOutRow): Promise<boolean> =>
    database.transaction().execute(async (transaction) => {
      const resumed = await transaction
        .updateTable('roll_outs')
        .set({ state: 'running', ...(row.stage_started_at === null ? {} : { stage_started_at: now() }) })
        .where('id', '=', row.id)
        .where('state', '=', 'paused')
        .executeTakeFirst();
      if (resumed.numUpdatedRows === 0n) return false;
      const lifeMs = Math.max(commandLifeMs, row.stage_minutes * MINUTE_MS);
      await transaction
        .updateTable('commands')
        .set({ expires_at: new Date(now().getTime() + lifeMs) })
        .where('roll_out_id', '=', row.id)
        .where('state', '=', 'queued')
        .execute();
      return true;
    });

  const toldOne = async (row: RollOutRow | undefined): Promise<Result<Told, RollOutError>> => {
    const [told] = await tell(database, row === undefined ? [] : [row]);
    return told === undefined ? err({ kind: 'unknown-roll-out' }) : ok(told);
  };

  return {
    async draft(actor, wanted) {
      if (NOT_FOR_MANY.includes(wanted.order.kind)) return err({ kind: 'not-for-many' });
      if (!areStages(wanted.stagesPercent)) return err({ kind: 'stages' });
      const row = await database
        .insertInto('roll_outs')
        .values({
          command_order: JSON.stringify(wanted.order),
          scope: JSON.stringify(wanted.scope),
          stages_percent: JSON.stringify(wanted.stagesPercent),
          success_percent: wanted.successPercent,
          stage_minutes: wanted.stageMinutes,
          stop_at_failure_percent: wanted.stopAtFailurePercent,
          state: 'draft',
          drafted_by: actorName(actor),
          drafted_at: now(),
          approved_by: null,
          stopped_for: null,
          targets: await countTargets(database, wanted.scope),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      // A draft does nothing: it is told only when it stands in the trail.
      const target = auditTarget(row.id);
      await audit.append({ actor, action: 'roll-out-drafted', target, result: wanted.order.kind });
      return await toldOne(row);
    },
    list: async () => tell(database, await listRows(database, LISTED)),
    find: async (rollOutId) => toldOne(await findRow(database, rollOutId)),
    approve: (actor, rollOutId) =>
      decide(actor, rollOutId, {
        from: ['draft'],
        action: 'roll-out-approved',
        result: 'running',
        async hindrance(row) {
          if (row.drafted_by === actorName(actor)) return { kind: 'own-draft' };
          return (await countTargets(database, scopeOf(row))) === 0 ? { kind: 'no-terminals' } : null;
        },
        change: (row) => begin(actor, row),
      }),
    reject: (actor, rollOutId) =>
      decide(actor, rollOutId, {
        from: ['draft'],
        action: 'roll-out-rejected',
        result: 'rejected',
        change: (row) => setState(row.id, 'draft', 'rejected'),
      }),
    pause: (actor, rollOutId) =>
      decide(actor, rollOutId, {
        from: ['running'],
        action: 'roll-out-paused',
        result: 'paused',
        change: (row) => setState(row.id, 'running', 'paused'),
      }),
    resume: (actor, rollOutId) =>
      decide(actor, rollOutId, {
        from: ['paused'],
        action: 'roll-out-resumed',
        result: 'running',
        change: carryOn,
      }),
    stop: (actor, rollOutId) =>
      decide(actor, rollOutId, {
        from: ['running', 'paused'],
        action: 'roll-out-stopped',
        result: 'by-staff',
        change: (row) => stopRollOut(database, row.id, 'by-staff', now()),
      }),
  };
}
