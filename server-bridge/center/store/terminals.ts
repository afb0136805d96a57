/** Terminals as the center knows them: presence, suspension, last status. */
import { type Kysely, sql } from 'kysely';
import type { TerminalId } from '../../protocol/index.ts';
import { type AlarmCode, CENTER_ITSELF } from '../alarm-codes.ts';
import type { NewestVersion } from './directives.ts';
import type { CenterDatabase } from './open-store.ts';
import { holdFirstContacts, isHeldByStaff, STAFF_SUSPENSION } from './staff-suspensions.ts';
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
    readonly logId: string | null;
    readonly build: string;
    readonly state: string;
    /** Why it gives no service; null while it serves. */
    readonly cause: string | null;
    readonly directiveVersion: number | null;
    readonly devices: unknown;
    readonly warnings: unknown;
    readonly reportedAt: string;
    readonly receivedAt: string;
  } | null;
};

type Session = CenterDatabase | Kysely<CenterTables>;

/**
 * Notes a terminal at its first contact. Its certificate has been checked by then. What staff have ordered of it before, in a roll-out,
 * counts from here on.
 */
export async function registerTerminal(database: CenterDatabase, terminalId: TerminalId, now: Date): Promise<void> {
  const met = await database
    .selectFrom('terminals')
    .select('terminal_id')
    .where('terminal_id', '=', terminalId)
    .executeTakeFirst();
  if (met !== undefined) return;
  await database.transaction().execute(async (transaction) => {
    await holdFirstContacts(transaction, 'contact');
    await transaction
      .insertInto('terminals')
      .values({
        terminal_id: terminalId,
        first_seen_at: now,
        suspended_for: (await isHeldByStaff(transaction, terminalId)) ? STAFF_SUSPENSION : null,
        stream_id: null,
        presence: 'disconnected',
        presence_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

export async function standingOf(database: Session, terminalId: TerminalId): Promise<TerminalStanding> {
  return (await factsOf(database, terminalId)).standing;
}

/** What admission asks of the store, in one question: each application and each challenge asks it. */
export async function factsOf(
  database: Session,
  terminalId: TerminalId,
): Promise<{ readonly standing: TerminalStanding; readonly newest: NewestVersion | null }> {
  const { rows } = await sql<{
    suspended_for: string | null;
    build: string | null;
    route_stopped: boolean;
    version: number | bigint | string | null;
    issued_at: Date | null;
  }>`
    select t.suspended_for, s.build, d.version, d.issued_at,
      exists (select 1 from alarms a where a.terminal_id = ${CENTER_ITSELF}
        and a.code = ${'ROUTE_STOPPED' satisfies AlarmCode} and a.cleared_at is null) as route_stopped
    from (select cast(${terminalId} as text) as terminal_id) as asked
    left join terminals t on t.terminal_id = asked.terminal_id
    left join terminal_status s on s.terminal_id = asked.terminal_id
    left join (select version, issued_at from directives order by version desc limit 1) d on true`.execute(database);
  const [row] = rows;
  if (row === undefined) throw new Error('a question of one row had none');
  const { version, issued_at: issuedAt } = row;
  return {
    // What stops the whole route stops every terminal; each keeps its own reason beside it (P2).
    standing: { suspendedFor: row.suspended_for ?? (row.route_stopped ? 'ROUTE_STOPPED' : null), build: row.build },
    newest: version === null || issuedAt === null ? null : { version: whole(version), issuedAt },
  };
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

/** Makes `streamId` the terminal's presence where no other stream is. */
export async function claimPresence(database: Session, terminalId: string, streamId: string, now: Date): Promise<void> {
  await database
    .updateTable('terminals')
    .set({ stream_id: streamId, presence: 'connected', presence_at: now })
    .where('terminal_id', '=', terminalId)
    .where('stream_id', 'is', null)
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
    // As one value: all terminals of a node are asked about, each round.
    .where('terminal_id', '=', sql<string>`any(cast(${[...terminalIds]} as text[]))`)
    .execute();
  return new Map(rows.map((row) => [row.terminal_id, row.stream_id]));
}

/** The process that a command to this terminal is bound to; null before its first status. Undefined: no such terminal. */
export async function findProcess(
  database: Session,
  terminalId: TerminalId,
): Promise<{ readonly processId: string | null; readonly suspendedFor: string | null } | undefined> {
  const row = await database
    .selectFrom('terminals as t')
    .leftJoin('terminal_status as s', 's.terminal_id', 't.terminal_id')
    .select(['s.process_id', 't.suspended_for'])
    .where('t.terminal_id', '=', terminalId)
    .executeTakeFirst();
  return row === undefined ? undefined : { processId: row.process_id, suspendedFor: row.suspended_for };
}

export async function listTerminals(database: Session): Promise<readonly TerminalOverview[]> {
  const rows = await database
    .selectFrom('terminals as t')
    .leftJoin('terminal_status as s', 's.terminal_id', 't.terminal_id')
    .select(['t.terminal_id', 't.presence', 't.presence_at', 't.suspended_for'])
    .select([
      's.process_id',
      's.log_id',
      's.build',
      's.state',
      's.cause',
      's.directive_version',
      's.devices',
      's.warnings',
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
      row.warnings === null ||
      row.reported_at === null ||
      row.received_at === null
        ? null
        : {
            processId: row.process_id,
            logId: row.log_id,
            build: row.build,
            state: row.state,
            cause: row.cause,
            directiveVersion: row.directive_version === null ? null : whole(row.directive_version),
            devices: JSON.parse(row.devices),
            warnings: JSON.parse(row.warnings),
            reportedAt: row.reported_at.toISOString(),
            receivedAt: row.received_at.toISOString(),
          },
  }));
}
