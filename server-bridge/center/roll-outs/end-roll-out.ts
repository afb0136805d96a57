/** A roll-out that ends: nothing more is ordered, and what no node has sent is taken back. */
import type { CenterDatabase } from '../store/index.ts';

/** @returns false when it had ended before */
export async function stopRollOut(
  database: CenterDatabase,
  rollOutId: number,
  why: string,
  now: Date,
): Promise<boolean> {
  // By itself, and first: from here on no node orders or sends anything of it, however long the rest takes for a whole fleet. Waits for a
  // batch that is being ordered; whatever it ordered is seen below. A node that dies in between leaves orders that only run out.
  const stopped = await database
    .updateTable('roll_outs')
    .set({ state: 'stopped', stopped_for: why, ended_at: now })
    .where('id', '=', rollOutId)
    .where('state', 'in', ['running', 'paused'])
    .executeTakeFirst();
  if (stopped.numUpdatedRows === 0n) return false;
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('commands')
      .set({ state: 'cancelled', settled_at: now })
      .where('roll_out_id', '=', rollOutId)
      .where('state', '=', 'queued')
      .execute();
    await transaction.deleteFrom('roll_out_targets').where('roll_out_id', '=', rollOutId).execute();
  });
  return true;
}

/** @returns false when it does not run any more */
export async function finishRollOut(database: CenterDatabase, rollOutId: number, now: Date): Promise<boolean> {
  const finished = await database
    .updateTable('roll_outs')
    .set({ state: 'finished', ended_at: now })
    .where('id', '=', rollOutId)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return finished.numUpdatedRows > 0n;
}
