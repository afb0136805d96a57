/** Requests for a certificate that differ from what was registered: rows that wait for a person, and end by themselves. */
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type TerminalId, TerminalIdSchema } from '../../protocol/index.ts';
import { type Difference, DifferenceSchema, type HeldEnrolment } from '../console-api/held-enrolments.ts';
import type { CenterDatabase } from '../store/index.ts';
import type { CenterTables } from '../store/tables.ts';
import { dropCode } from './enrolment-codes.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

/** So many keys wait for one terminal; a stranger who knows its name fills no more of the page than this. */
export const MOST_HELD = 3;
/** So many comparisons of another key, and the request is refused. */
export const COMPARISONS_ALLOWED = 5;
/** The newest of one answer. */
const SHOWN = 1_000;

export type Presented = {
  readonly terminalId: TerminalId;
  readonly keyDigest: string;
  readonly serial: string;
  readonly build: string | null;
};

/** What was decided about this key, of this machine; locked until the caller's transaction ends. Null where nothing is held. */
export async function heldStateOf(
  session: Session,
  presented: Presented,
  now: Date,
): Promise<HeldEnrolment['state'] | null> {
  const row = await session
    .selectFrom('held_enrolments')
    .select(['state', 'terminal_id', 'serial', 'build'])
    .where('key_digest', '=', presented.keyDigest)
    .where('expires_at', '>', now)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return null;
  // A decision is about what was seen: the same key with another plate or build is not what a person approved.
  const { terminalId, serial, build } = presented;
  const same = row.terminal_id === terminalId && row.serial === serial && row.build === build;
  return same ? row.state : 'refused';
}

/** Holds a request. @returns false where so many wait for that terminal already */
export async function hold(
  session: Session,
  request: Presented & {
    readonly comparison: string;
    readonly differs: readonly Difference[];
    readonly now: Date;
    readonly expiresAt: Date;
  },
): Promise<boolean> {
  const { terminalId, now } = request;
  await session
    .selectFrom('terminal_places')
    .select('terminal_id')
    .where('terminal_id', '=', terminalId)
    .forUpdate()
    .execute();
  const waiting = await session
    .selectFrom('held_enrolments')
    .select('id')
    .where('terminal_id', '=', terminalId)
    .where('state', '=', 'held')
    .where('expires_at', '>', now)
    .execute();
  if (waiting.length >= MOST_HELD) return false;
  const inserted = await session
    .insertInto('held_enrolments')
    .values({
      id: randomUUID(),
      terminal_id: terminalId,
      key_digest: request.keyDigest,
      comparison: request.comparison,
      serial: request.serial,
      build: request.build,
      differs: request.differs.join(),
      state: 'held',
      asked_at: now,
      expires_at: request.expiresAt,
      comparison_misses: 0,
      decided_at: null,
      decided_by: null,
    })
    .onConflict((conflict) => conflict.column('key_digest').doNothing())
    .executeTakeFirst();
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** An approved request has its certificate. */
export async function noteIssued(session: Session, keyDigest: string): Promise<void> {
  await session.updateTable('held_enrolments').set({ state: 'issued' }).where('key_digest', '=', keyDigest).execute();
}

/** Forgets what is over. @returns the terminals whose request nobody decided */
export async function forgetExpired(session: Session, now: Date): Promise<readonly string[]> {
  const gone = await session
    .deleteFrom('held_enrolments')
    .where('expires_at', '<=', now)
    .returning(['terminal_id', 'state'])
    .execute();
  return gone.filter(({ state }) => state === 'held').map((row) => row.terminal_id);
}

/** What waits, and what was decided and has not ended; newest first. */
export async function listHeld(session: Session, now: Date): Promise<readonly HeldEnrolment[]> {
  const rows = await session
    .selectFrom('held_enrolments')
    .innerJoin('terminal_places', 'terminal_places.terminal_id', 'held_enrolments.terminal_id')
    .selectAll('held_enrolments')
    .select('terminal_places.serial as registered_serial')
    .where('terminal_places.retired_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('asked_at', 'desc')
    .orderBy('id')
    .limit(SHOWN)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    terminalId: v.parse(TerminalIdSchema, row.terminal_id),
    registeredSerial: row.registered_serial,
    serial: row.serial,
    build: row.build,
    differs: v.parse(v.array(DifferenceSchema), row.differs.split(',')),
    state: row.state,
    askedAt: row.asked_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    decidedBy: row.decided_by,
  }));
}

export type DecisionRefused = 'no-such-request' | 'decided' | 'other-key' | 'serial-taken';

type Decision = { readonly id: string; readonly by: string; readonly now: Date };
export type Decided = { readonly terminalId: string };

async function waitingRow(session: Session, { id, now }: Decision) {
  const row = await session
    .selectFrom('held_enrolments')
    .selectAll()
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return err<never, DecisionRefused>('no-such-request');
  return row.state === 'held' ? ok(row) : err<never, DecisionRefused>('decided');
}

const decide = async (session: Session, { id, by, now }: Decision, state: 'approved' | 'refused'): Promise<void> => {
  await session
    .updateTable('held_enrolments')
    .set({ state, decided_by: by, decided_at: now })
    .where('id', '=', id)
    .execute();
};

/**
 * Lets a request have its certificate when the machine asks again. A machine with another plate takes the place of the registered one.
 * The caller must let the transaction end well in any case: a comparison of another key is counted.
 */
export async function approveHeld(
  session: Session,
  decision: Decision & { readonly comparison: string },
): Promise<Result<Decided, DecisionRefused>> {
  const waiting = await waitingRow(session, decision);
  if (waiting.isErr()) return err(waiting.error);
  const { id, terminal_id: terminalId, comparison, comparison_misses: misses, serial } = waiting.value;
  if (comparison !== decision.comparison) {
    await session
      .updateTable('held_enrolments')
      .set({ comparison_misses: misses + 1 })
      .where('id', '=', id)
      .execute();
    if (misses + 1 >= COMPARISONS_ALLOWED) await decide(session, decision, 'refused');
    return err('other-key');
  }
  const owner = await session
    .selectFrom('terminal_places')
    .select('terminal_id')
    .where('serial', '=', serial)
    .forUpdate()
    .executeTakeFirst();
  if (owner !== undefined && owner.terminal_id !== terminalId) return err('serial-taken');
  const moved = await session
    .updateTable('terminal_places')
    .set({ serial })
    .where('terminal_id', '=', terminalId)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (moved.numUpdatedRows === 0n) return err('no-such-request');
  // What was given out for it, right or wrong, is over: the person has taken its place.
  await dropCode(session, terminalId);
  await decide(session, decision, 'approved');
  return ok({ terminalId });
}

/** Refuses a request: its key gets nothing any more until the request is over. */
export async function refuseHeld(session: Session, decision: Decision): Promise<Result<Decided, DecisionRefused>> {
  const waiting = await waitingRow(session, decision);
  if (waiting.isErr()) return err(waiting.error);
  await decide(session, decision, 'refused');
  return ok({ terminalId: waiting.value.terminal_id });
}
