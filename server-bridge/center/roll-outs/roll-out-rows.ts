/** Roll-outs as the store keeps them, and how their orders stand. */
import type { Kysely, Selectable } from 'kysely';
import * as v from 'valibot';
import { NewRollOutSchema, type RollOut, type RollOutSchema } from '../console-api/orders.ts';
import { ScopeSchema } from '../console-api/places.ts';
import { type CenterDatabase, readOrder } from '../store/index.ts';
import type { RollOutsTable } from '../store/tables/roll-out-tables.ts';
import type { CenterTables } from '../store/tables.ts';
import type { StageCounts } from './stage-rule.ts';

export type Session = CenterDatabase | Kysely<CenterTables>;
export type RollOutRow = Selectable<RollOutsTable>;
type CommandCounts = RollOut['counts'];

/** How a roll-out stands in the audit trail. */
export const auditTarget = (rollOutId: number): string => `roll-out:${rollOutId}`;

export const stagesOf = (row: Pick<RollOutRow, 'stages_percent'>): readonly number[] =>
  v.parse(NewRollOutSchema.entries.stagesPercent, JSON.parse(row.stages_percent));

export const scopeOf = (row: Pick<RollOutRow, 'scope'>): v.InferOutput<typeof ScopeSchema> =>
  v.parse(ScopeSchema, JSON.parse(row.scope));

export async function findRow(session: Session, rollOutId: number): Promise<RollOutRow | undefined> {
  return await session.selectFrom('roll_outs').selectAll().where('id', '=', rollOutId).executeTakeFirst();
}

/** The newest first. */
export async function listRows(session: Session, limit: number): Promise<readonly RollOutRow[]> {
  return await session.selectFrom('roll_outs').selectAll().orderBy('id', 'desc').limit(limit).execute();
}

export async function runningRollOuts(session: Session): Promise<readonly number[]> {
  const rows = await session
    .selectFrom('roll_outs')
    .select('id')
    .where('state', '=', 'running')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

const noCounts = (): CommandCounts => ({ queued: 0, sent: 0, done: 0, refused: 0, expired: 0, cancelled: 0 });

/** How many orders of each roll-out stand how. */
async function countsOf(session: Session, rollOutIds: readonly number[]): Promise<ReadonlyMap<number, CommandCounts>> {
  const counts = new Map(rollOutIds.map((id) => [id, noCounts()]));
  if (rollOutIds.length === 0) return counts;
  const rows = await session
    .selectFrom('commands')
    .select(['roll_out_id', 'state'])
    .select((select) => select.fn.countAll<number | bigint | string>().as('orders'))
    .where('roll_out_id', 'in', rollOutIds)
    .groupBy(['roll_out_id', 'state'])
    .execute();
  for (const { roll_out_id, state, orders } of rows) {
    const of = roll_out_id === null ? undefined : counts.get(roll_out_id);
    if (of !== undefined) of[state] = Number(orders);
  }
  return counts;
}

export async function stageCounts(session: Session, rollOutId: number, stage: number): Promise<StageCounts> {
  const row = await session
    .selectFrom('commands')
    .select(({ fn }) => {
      const all = () => fn.countAll<number | bigint | string>();
      return [
        all().filterWhere('state', 'in', ['queued', 'sent']).as('open'),
        all().filterWhere('state', '=', 'sent').as('sent'),
        all().filterWhere('state', '=', 'done').as('done'),
        all().filterWhere('state', '=', 'refused').as('refused'),
        all().filterWhere('state', '=', 'expired').filterWhere('sent_at', 'is not', null).as('lost'),
      ];
    })
    .where('roll_out_id', '=', rollOutId)
    .where('roll_out_stage', '=', stage)
    .executeTakeFirstOrThrow();
  const late = await session
    .selectFrom('commands')
    .innerJoin('roll_outs', 'roll_outs.id', 'commands.roll_out_id')
    .select(({ fn }) => fn.countAll<number | bigint | string>().as('failures'))
    .where('commands.roll_out_id', '=', rollOutId)
    .where('commands.roll_out_stage', '<', stage)
    .where('commands.state', 'in', ['refused', 'expired'])
    .where('commands.sent_at', 'is not', null)
    .whereRef('commands.settled_at', '>=', 'roll_outs.stage_started_at')
    .executeTakeFirstOrThrow();
  return {
    open: Number(row.open),
    sent: Number(row.sent),
    done: Number(row.done),
    refused: Number(row.refused),
    lost: Number(row.lost),
    lateFailures: Number(late.failures),
  };
}

type Told = v.InferInput<typeof RollOutSchema>;

export async function tell(session: Session, rows: readonly RollOutRow[]): Promise<readonly Told[]> {
  const counts = await countsOf(
    session,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    rollOutId: row.id,
    order: readOrder(row.command_order),
    scope: scopeOf(row),
    stagesPercent: [...stagesOf(row)],
    successPercent: row.success_percent,
    stageMinutes: row.stage_minutes,
    stopAtFailurePercent: row.stop_at_failure_percent,
    state: row.state,
    draftedBy: row.drafted_by,
    approvedBy: row.approved_by,
    startedAt: row.started_at?.toISOString() ?? null,
    stage: row.stage,
    targets: row.targets,
    counts: counts.get(row.id) ?? noCounts(),
    stoppedFor: row.stopped_for,
  }));
}
