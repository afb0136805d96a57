/**
 * A terminal's own events, each once and in order: sequence numbers rise within one event log of the terminal, whatever process
 * reports them and to whichever node, and the center keeps how far it has each log.
 */
import type { Kysely } from 'kysely';
import type { TerminalEvent, TerminalStatus } from '../../protocol/index.ts';
import type { CenterDatabase } from './open-store.ts';
import { type CenterTables, whole } from './tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

export type KeptEvent = {
  /** Rises with each event of a terminal; the next page begins after it. */
  readonly position: number;
  readonly logId: string;
  readonly seq: number;
  readonly at: string;
  readonly receivedAt: string;
  readonly event: string;
  readonly code: string | null;
  readonly operator: string | null;
};

export type TakenEvents = {
  /** Those the center did not have, in order. */
  readonly fresh: readonly TerminalEvent[];
  /** The highest sequence number the center has of this log; what is at or below it need not be sent again. */
  readonly acceptedSeq: number;
  /** What came under numbers that had other content before. */
  readonly altered: readonly TerminalEvent[];
  /** Some that were there are not: a number is missing between two, or a number had other content before. */
  readonly lost: boolean;
};

/** Old events are looked for once in so many new ones, of whatever terminal and log. */
const TRIM_EVERY = 100;

/**
 * Takes the events of a status in. Must run in the transaction of `takeReport`, which has locked the row of the log until its end, so
 * that the same report on two connections is taken once.
 *
 * @param accepted the highest event the center has of this log, as `takeReport` said
 * @param keep the most events kept of one terminal, give or take some hundreds; older ones give way
 */
export async function takeEvents(
  session: Session,
  { terminalId, logId, events }: Pick<TerminalStatus, 'terminalId' | 'logId' | 'events'>,
  accepted: number,
  now: Date,
  keep: number,
): Promise<TakenEvents> {
  const fresh = events.filter(({ seq }) => seq > accepted);
  const again = events.filter(({ seq }) => seq <= accepted);
  const altered = again.length === 0 ? [] : await alteredOf(session, terminalId, logId, again);
  const last = fresh.at(-1);
  if (last === undefined) return { fresh, acceptedSeq: accepted, altered, lost: altered.length > 0 };
  const inserted = await session
    .with('log', (query) =>
      query
        .updateTable('terminal_logs')
        .set({ accepted_seq: last.seq })
        .where('terminal_id', '=', terminalId)
        .where('log_id', '=', logId),
    )
    .insertInto('terminal_events')
    .values(
      fresh.map((event) => ({
        terminal_id: terminalId,
        log_id: logId,
        seq: event.seq,
        happened_at: new Date(event.at),
        received_at: now,
        event: event.event,
        code: event.code ?? null,
        operator_id: event.operator ?? null,
      })),
    )
    .returning('position')
    .execute();
  if (inserted.some(({ position }) => whole(position) % TRIM_EVERY === 0)) await trim(session, terminalId, keep);
  return { fresh, acceptedSeq: last.seq, altered, lost: altered.length > 0 || hasGap(fresh, accepted) };
}

/** Whether a number is missing. Where nothing of a log is known yet, it may begin anywhere. */
function hasGap(fresh: readonly TerminalEvent[], accepted: number): boolean {
  return fresh.some(({ seq }, index) => {
    const before = index === 0 ? accepted : fresh[index - 1]?.seq;
    return before !== undefined && before > 0 && seq !== before + 1;
  });
}

/** Numbers the center has had that come with other content: the terminal's disk is an older one of its own. */
async function alteredOf(
  session: Session,
  terminalId: string,
  logId: string,
  again: readonly TerminalEvent[],
): Promise<readonly TerminalEvent[]> {
  const rows = await session
    .selectFrom('terminal_events')
    .select(['seq', 'happened_at', 'event'])
    .where('terminal_id', '=', terminalId)
    .where('log_id', '=', logId)
    .where(
      'seq',
      'in',
      again.map(({ seq }) => seq),
    )
    .execute();
  const known = new Map(rows.map((row) => [whole(row.seq), `${row.event} ${row.happened_at.getTime()}`]));
  return again.filter(({ seq, event, at }) => {
    const before = known.get(seq);
    return before !== undefined && before !== `${event} ${Date.parse(at)}`;
  });
}

async function trim(session: Session, terminalId: string, keep: number): Promise<void> {
  const oldest = await session
    .selectFrom('terminal_events')
    .select('position')
    .where('terminal_id', '=', terminalId)
    .orderBy('position', 'desc')
    .offset(keep)
    .limit(1)
    .executeTakeFirst();
  if (oldest === undefined) return;
  await session
    .deleteFrom('terminal_events')
    .where('terminal_id', '=', terminalId)
    .where('position', '<=', oldest.position)
    .execute();
}

/** Which page of a terminal's events: after a position oldest first, before one newest first; the newest page oldest first with neither. */
export type EventsPage = {
  readonly after: number | null;
  readonly before?: number | null;
  readonly limit: number;
};

export async function listEvents(
  database: Session,
  terminalId: string,
  { after, before = null, limit }: EventsPage,
): Promise<readonly KeptEvent[]> {
  const ofTerminal = database
    .selectFrom('terminal_events')
    .selectAll()
    .where('terminal_id', '=', terminalId)
    .limit(limit);
  const newestFirst = ofTerminal.orderBy('position', 'desc');
  const rows =
    before !== null
      ? await newestFirst.where('position', '<', before).execute()
      : after === null
        ? (await newestFirst.execute()).toReversed()
        : await ofTerminal.where('position', '>', after).orderBy('position').execute();
  return rows.map((row) => ({
    position: whole(row.position),
    logId: row.log_id,
    seq: whole(row.seq),
    at: row.happened_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    event: row.event,
    code: row.code,
    operator: row.operator_id,
  }));
}

/** Erases events received before `limit`, and forgets logs that have not been heard of since. */
export async function eraseEventsBefore(database: Session, limit: Date): Promise<void> {
  await database.deleteFrom('terminal_events').where('received_at', '<', limit).execute();
  await database.deleteFrom('terminal_logs').where('reported_at', '<', limit).execute();
}
