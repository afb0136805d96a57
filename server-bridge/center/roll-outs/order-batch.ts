/** Orders of the next terminals of a stage, in one transaction that holds the roll-out: none after a stop, none beyond the stage. */
import { randomBytes } from 'node:crypto';
import { afterOtherOrders, type CenterDatabase, lockTerminals, readOrder, suspendForStaff } from '../store/index.ts';
import { stagesOf } from './roll-out-rows.ts';
import { reachOf } from './stage-rule.ts';
import { takeTargets } from './targets.ts';

/** Orders of one transaction. */
export const ORDERS_AT_ONCE = 500;
const MINUTE_MS = 60_000;

/**
 * Makes orders that wait, without a process and a signature, until their terminal is there.
 * @param stage the stage they are thought for; in another one nothing is ordered
 * @returns how many were ordered
 */
export async function orderNext(
  database: CenterDatabase,
  rollOutId: number,
  o: { readonly stage: number; readonly commandLifeMs: number; readonly now: Date },
): Promise<number> {
  return await database.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('roll_outs')
      .selectAll()
      .where('id', '=', rollOutId)
      .where('state', '=', 'running')
      .where('stage', '=', o.stage)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return 0;
    const open = reachOf(stagesOf(row), row.targets, row.stage) - row.ordered;
    const terminals = await takeTargets(transaction, rollOutId, Math.max(0, Math.min(ORDERS_AT_ONCE, open)));
    if (terminals.length === 0) return 0;
    const lifeMs = Math.max(o.commandLifeMs, row.stage_minutes * MINUTE_MS);
    // Held until they are ordered: what staff order of one of them at this moment comes before these orders or after them.
    if (readOrder(row.command_order).kind !== 'suspend') await lockTerminals(transaction, terminals);
    // The center closes its own side first: a terminal that does not obey still gets no relay.
    else await suspendForStaff(transaction, terminals);
    await transaction
      .insertInto('commands')
      .values(
        terminals.map((terminalId) => ({
          command_id: randomBytes(16).toString('base64url'),
          terminal_id: terminalId,
          process_id: null,
          command_order: row.command_order,
          signed: null,
          issued_by: row.approved_by ?? row.drafted_by,
          issued_at: afterOtherOrders(terminalId, o.now),
          expires_at: new Date(o.now.getTime() + lifeMs),
          state: 'queued' as const,
          result: null,
          roll_out_id: rollOutId,
          roll_out_stage: row.stage,
        })),
      )
      .execute();
    await transaction
      .updateTable('roll_outs')
      .set({ ordered: row.ordered + terminals.length })
      .where('id', '=', rollOutId)
      .execute();
    return terminals.length;
  });
}
