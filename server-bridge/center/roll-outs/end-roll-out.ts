/** A roll-out that ends: nothing more is ordered, and what no node has sent is taken back. */
import { type CenterDatabase, cancelQueuedOf } from '../store/index.ts';

/** @returns false when it had ended before */
export async function stopRollOut(
  database: CenterDatabase,
  rollOutId: number,
  why: string,
  now: Date,
): Promise<boolean> {
  // By itself, and first: from here on no node orders or sends anything of it, however long the rest takes for a whole fleet. Waits for a
  // batch that is being ordered; whatever it ordered is seen below. A node that dies in between leaves orders that nobody sends, and that the next round of another takes back.
  const stopped = await database
    .updateTable('roll_outs')
    .set({ state: 'stopped', stopped_for: why, ended_at: now })
    .where('id', '=', rollOutId)
    .where('state', 'in', ['running', 'paused'])
    .executeTakeFirst();
  if (stopped.numUpdatedRows === 0n) return false;
  await takeBack(database, rollOutId, now);
  return true;
}

/** Orders of one transaction that are taken back. */
const BATCH = 500;

/** Takes back what no node has sent of a stopped roll-out, with the suspensions that came with it. Can be done again. */
async function takeBack(database: CenterDatabase, rollOutId: number, now: Date): Promise<void> {
  let taken = BATCH;
  while (taken === BATCH) {
    taken = await database.transaction().execute((transaction) => cancelQueuedOf(transaction, rollOutId, now, BATCH));
  }
  await database.deleteFrom('roll_out_targets').where('roll_out_id', '=', rollOutId).execute();
}

/** Finishes what a node that died in between has left: orders of stopped roll-outs that still wait. */
export async function takeBackLeft(database: CenterDatabase, now: Date): Promise<void> {
  const left = await database
    .selectFrom('commands')
    .innerJoin('roll_outs', 'roll_outs.id', 'commands.roll_out_id')
    .select('roll_outs.id')
    .distinct()
    .where('commands.state', '=', 'queued')
    .where('roll_outs.state', '=', 'stopped')
    .execute();
  for (const { id } of left) await takeBack(database, id, now);
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
