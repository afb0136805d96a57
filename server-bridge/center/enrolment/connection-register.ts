/**
 * Connections by certificate, over all nodes: each new one takes the next turn of its certificate, and whoever has an earlier turn is
 * over. The row decides which of two came later, whatever their nodes and clocks.
 */
import { sql } from 'kysely';
import * as v from 'valibot';
import type { CenterDatabase } from '../store/index.ts';

/** Turns taken longer ago have been heard of by every node's regular look at its own connections. */
const LOOK_BACK_SECONDS = 30;

const TurnSchema = v.object({ serial: v.string(), turn: v.number() });
export type Turn = v.InferOutput<typeof TurnSchema>;
const TakenSchema = v.object({ turn: v.number(), from_other: v.boolean() });

/**
 * Makes a connection the one that counts for its certificate.
 * @returns its turn, and whether another node had the one before it
 */
export async function takeTurn(
  database: CenterDatabase,
  { serial, nodeId, expiresAt }: { readonly serial: string; readonly nodeId: string; readonly expiresAt: Date },
): Promise<{ readonly turn: number; readonly fromOther: boolean }> {
  const { rows } = await sql<unknown>`
    with before as (select node_id from terminal_connections where serial = ${serial})
    insert into terminal_connections (serial, turn, node_id, taken_at, expires_at)
    values (${serial}, 1, ${nodeId}, clock_timestamp(), cast(${expiresAt.toISOString()} as timestamptz))
    on conflict (serial) do update
      set turn = terminal_connections.turn + 1, node_id = excluded.node_id, taken_at = clock_timestamp()
    returning turn, coalesce((select node_id from before) <> ${nodeId}, false) as from_other`.execute(database);
  const { turn, from_other } = v.parse(TakenSchema, rows[0]);
  return { turn, fromOther: from_other };
}

/** What other nodes have taken lately. */
export async function turnsTakenElsewhere(database: CenterDatabase, nodeId: string): Promise<readonly Turn[]> {
  const rows = await database
    .selectFrom('terminal_connections')
    .select(['serial', 'turn'])
    .where('node_id', '!=', nodeId)
    .where('taken_at', '>', sql<Date>`clock_timestamp() - make_interval(secs => ${LOOK_BACK_SECONDS})`)
    .execute();
  return v.parse(v.array(TurnSchema), rows);
}

export async function turnsOf(database: CenterDatabase, serials: readonly string[]): Promise<readonly Turn[]> {
  if (serials.length === 0) return [];
  return await database
    .selectFrom('terminal_connections')
    .select(['serial', 'turn'])
    .where('serial', 'in', serials)
    .execute();
}

/** Certificates that are over have no connection any more. */
export async function forgetOldTurns(database: CenterDatabase, now: Date): Promise<void> {
  await database.deleteFrom('terminal_connections').where('expires_at', '<', now).execute();
}
