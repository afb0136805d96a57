/**
 * Entries that belong to an act in the database: written down in the act's own transaction, so that there is neither an act without
 * its entry nor an entry of an act that never was, and moved into a chain afterwards.
 */
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import * as v from 'valibot';
import { actorName } from '../staff/rights.ts';
import type { CenterTables } from '../store/tables.ts';
import { coarseTime, timeText } from './audit-entry.ts';
import { AUDIT_ACTIONS, type AuditEvent, AuditWordSchema } from './audit-trail.ts';

/** Rows of one statement. */
const BATCH = 500;

type Session = Kysely<CenterTables>;

/** What of an event goes into an entry. */
export const EventWordsSchema = v.strictObject({
  at: v.string(),
  actor: AuditWordSchema,
  action: v.picklist(AUDIT_ACTIONS),
  target: AuditWordSchema,
  result: AuditWordSchema,
});
export type EventWords = v.InferOutput<typeof EventWordsSchema>;

/** @throws when a word is none that an entry can hold */
export const wordsOf = ({ actor, action, target, result }: AuditEvent, now: Date): EventWords =>
  v.parse(EventWordsSchema, { at: coarseTime(now, actor.kind), actor: actorName(actor), action, target, result });

/** What is written in the transaction of an act, along with it. */
export type Along = (session: Session) => Promise<void>;

/**
 * Writes entries down in the transaction of their act. Call the trail's `settle` once that is committed.
 *
 * @throws when a word is none that an entry can hold, or the store does not take it: the act is then not to be either
 */
export async function intendAudit(session: Session, events: readonly AuditEvent[], now: Date): Promise<void> {
  for (let from = 0; from < events.length; from += BATCH) {
    const rows = events
      .slice(from, from + BATCH)
      .map((event) => wordsOf(event, now))
      .map((words) => ({ ...words, at: new Date(words.at) }));
    await session.insertInto('audit_intents').values(rows).execute();
  }
}

/** Takes what waits, the oldest first; what another node is taking is left to it. It is gone when the caller's transaction ends well. */
export async function takeIntents(session: Session, limit: number): Promise<readonly EventWords[]> {
  const oldest = session.selectFrom('audit_intents').select('id').orderBy('id').limit(limit).forUpdate().skipLocked();
  const taken = await session
    .deleteFrom('audit_intents')
    .where('id', 'in', oldest)
    .returning(['at', 'actor', 'action', 'target', 'result', sql<string>`id::text`.as('place')])
    .execute();
  return taken
    .toSorted((one, other) => (BigInt(one.place) < BigInt(other.place) ? -1 : 1))
    .map(({ place: _, at, ...words }) => v.parse(EventWordsSchema, { ...words, at: timeText(at) }));
}
