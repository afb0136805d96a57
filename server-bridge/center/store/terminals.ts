/** Terminals as the center knows them: presence, suspension, last status, events. */
import type { Kysely } from 'kysely';
import type { TerminalEvent, TerminalId, TerminalStatus } from '../../protocol/index.ts';
import type { CenterDatabase } from './open-store.ts';
import { type CenterTables, whole } from './tables.ts';

/** What admission needs to know of a terminal. */
export type TerminalStanding = {
  readonly suspendedFor: string | null;
  readonly build: string | null;
};

export type TerminalOverview = {
  readonly terminalId: string;
  readonly presence: 'connected' | 'disconnected';
  readonly presenceAt: string;
  readonly suspendedFor: string | null;
  readonly status: {
    readonly processId: string;
    readonly build: string;
    readonly state: string;
    readonly directiveVersion: number | null;
    readonly devices: unknown;
    readonly reportedAt: string;
    readonly receivedAt: string;
  } | null;
};

type Session = CenterDatabase | Kysely<CenterTables>;

/** Notes a terminal at its first contact. Its certificate has been checked by then. */
export async function registerTerminal(database: Session, terminalId: TerminalId, now: Date): Promise<void> {
  await database
    .insertInto('terminals')
    .values({
      terminal_id: terminalId,
      first_seen_at: now,
      suspended_for: null,
      stream_id: null,
      presence: 'disconnected',
      presence_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function standingOf(database: Session, terminalId: TerminalId): Promise<TerminalStanding> {
  const row = await database
    .selectFrom('terminals as t')
    .leftJoin('terminal_status as s', 's.terminal_id', 't.terminal_id')
    .select(['t.suspended_for', 's.build'])
    .where('t.terminal_id', '=', terminalId)
    .executeTakeFirst();
  return { suspendedFor: row?.suspended_for ?? null, build: row?.build ?? null };
}

export async function suspendTerminal(database: Session, terminalId: string, reason: string | null): Promise<void> {
  await database
    .updateTable('terminals')
    .set({ suspended_for: reason })
    .where('terminal_id', '=', terminalId)
    .execute();
}

/** Makes `streamId` the terminal's presence; whatever stream was it before is superseded, on any node. */
export async function takePresence(
  database: Session,
  terminalId: TerminalId,
  streamId: string,
  now: Date,
): Promise<void> {
  await database
    .updateTable('terminals')
    .set({ stream_id: streamId, presence: 'connected', presence_at: now })
    .where('terminal_id', '=', terminalId)
    .execute();
}

/** The connection is gone. Ignored when a newer stream has taken over. */
export async function losePresence(database: Session, terminalId: string, streamId: string, now: Date): Promise<void> {
  await database
    .updateTable('terminals')
    .set({ stream_id: null, presence: 'disconnected', presence_at: now })
    .where('terminal_id', '=', terminalId)
    .where('stream_id', '=', streamId)
    .execute();
}

/** The stream that counts for each of these terminals. */
export async function presentStreams(
  database: Session,
  terminalIds: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (terminalIds.length === 0) return new Map();
  const rows = await database
    .selectFrom('terminals')
    .select(['terminal_id', 'stream_id'])
    .where('terminal_id', 'in', terminalIds)
    .execute();
  return new Map(rows.map((row) => [row.terminal_id, row.stream_id]));
}

/** Terminals that have been away since before `limit`. */
export async function terminalsAwaySince(database: Session, limit: Date): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('terminals')
    .select('terminal_id')
    .where('presence', '=', 'disconnected')
    .where('presence_at', '<', limit)
    .where('first_seen_at', '<', limit)
    .execute();
  return rows.map((row) => row.terminal_id);
}

/**
 * Replaces the terminal's status and appends the events that are not there yet.
 * @returns the new events, and the highest sequence number held for this process
 */
export async function recordStatus(
  session: Session,
  status: TerminalStatus,
  now: Date,
): Promise<{ readonly fresh: readonly TerminalEvent[]; readonly acceptedSeq: number }> {
  const row = {
    process_id: status.processId,
    build: status.build,
    state: status.state,
    directive_version: status.directiveVersion,
    devices: JSON.stringify(status.devices),
    reported_at: new Date(status.at),
    received_at: now,
  };
  await session
    .insertInto('terminal_status')
    .values({ terminal_id: status.terminalId, ...row })
    .onConflict((conflict) => conflict.column('terminal_id').doUpdateSet(row))
    .execute();
  const inserted =
    status.events.length === 0
      ? []
      : await session
          .insertInto('terminal_events')
          .values(
            status.events.map((event) => ({
              terminal_id: status.terminalId,
              process_id: status.processId,
              seq: event.seq,
              happened_at: new Date(event.at),
              received_at: now,
              event: event.event,
              code: event.code ?? null,
            })),
          )
          .onConflict((conflict) => conflict.doNothing())
          .returning('seq')
          .execute();
  const fresh = new Set(inserted.map((event) => whole(event.seq)));
  const highest = await session
    .selectFrom('terminal_events')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .where('terminal_id', '=', status.terminalId)
    .where('process_id', '=', status.processId)
    .executeTakeFirst();
  return {
    fresh: status.events.filter((event) => fresh.delete(event.seq)),
    acceptedSeq: whole(highest?.seq ?? 0),
  };
}

/** Erases events older than `limit`. */
export async function eraseEventsBefore(database: Session, limit: Date): Promise<void> {
  await database.deleteFrom('terminal_events').where('received_at', '<', limit).execute();
}

export async function listTerminals(database: Session): Promise<readonly TerminalOverview[]> {
  const rows = await database
    .selectFrom('terminals as t')
    .leftJoin('terminal_status as s', 's.terminal_id', 't.terminal_id')
    .select(['t.terminal_id', 't.presence', 't.presence_at', 't.suspended_for'])
    .select([
      's.process_id',
      's.build',
      's.state',
      's.directive_version',
      's.devices',
      's.reported_at',
      's.received_at',
    ])
    .orderBy('t.terminal_id')
    .execute();
  return rows.map((row) => ({
    terminalId: row.terminal_id,
    presence: row.presence,
    presenceAt: row.presence_at.toISOString(),
    suspendedFor: row.suspended_for,
    status:
      row.process_id === null ||
      row.build === null ||
      row.state === null ||
      row.devices === null ||
      row.reported_at === null ||
      row.received_at === null
        ? null
        : {
            processId: row.process_id,
            build: row.build,
            state: row.state,
            directiveVersion: row.directive_version === null ? null : whole(row.directive_version),
            devices: JSON.parse(row.devices),
            reportedAt: row.reported_at.toISOString(),
            receivedAt: row.received_at.toISOString(),
          },
  }));
}
