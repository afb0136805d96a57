/** Entries as the store has them, read back into the form that is hashed. */
import { sql } from 'kysely';
import * as v from 'valibot';
import type { CenterDatabase } from '../store/index.ts';
import { whole } from '../store/tables.ts';
import { type ChainedEntry, timeText } from './audit-entry.ts';
import { AUDIT_ACTIONS } from './audit-trail.ts';

const ActionSchema = v.picklist(AUDIT_ACTIONS);

/**
 * Entries of one chain in order, after one number and up to another.
 *
 * @throws when a row holds what no entry can
 */
export async function readEntries(
  database: CenterDatabase,
  range: { readonly node: string; readonly after: number; readonly upTo: number; readonly limit: number },
): Promise<ChainedEntry[]> {
  const rows = await database
    .selectFrom('audit_entries')
    .selectAll()
    .where('node', '=', range.node)
    .where('seq', '>', sql<number>`${range.after}::bigint`)
    .where('seq', '<=', sql<number>`${range.upTo}::bigint`)
    .orderBy('seq')
    .limit(range.limit)
    .execute();
  return rows.map(({ node, seq, at, actor, action, target, result, previous, hash }) => ({
    entry: {
      node,
      seq: whole(seq),
      at: timeText(at),
      actor,
      action: v.parse(ActionSchema, action),
      target,
      result,
      previous,
    },
    hash,
  }));
}
