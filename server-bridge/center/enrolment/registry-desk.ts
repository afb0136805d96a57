/** Registering and retiring terminals: whole or not at all. */
import { err, ok, type Result } from 'neverthrow';
import type { Along } from '../audit/index.ts';
import type { TerminalPlace } from '../console-api/places.ts';
import { type CenterDatabase, registerPlaces, retirePlace } from '../store/index.ts';
import { revokeAllOf } from './certificate-register.ts';
import { dropCode } from './enrolment-codes.ts';

export type RegisterConflict =
  /** A terminal, or a machine's serial, stands in the list twice. */
  | 'named-twice'
  /** A machine of that serial is another terminal's. */
  | 'serial-taken'
  /** Retired terminals do not come back: their name stays theirs. */
  | 'retired';

const BATCH = 500;

/** Registers terminals, or moves them to another place. A machine that is replaced loses the code that was for the old one. */
export async function registerWhole(
  database: CenterDatabase,
  places: readonly TerminalPlace[],
  now: Date,
  along: Along,
): Promise<Result<void, RegisterConflict>> {
  const names = new Set<string>(places.map(({ terminalId }) => terminalId));
  const serials = new Map<string, string>(places.map(({ serial, terminalId }) => [serial, terminalId]));
  if (names.size < places.length || serials.size < places.length) return err('named-twice');
  return await database.transaction().execute(async (transaction): Promise<Result<void, RegisterConflict>> => {
    // In one order everywhere, so that two registrations at once wait for each other instead of locking each other out.
    const sorted = places.toSorted((one, other) => (one.terminalId < other.terminalId ? -1 : 1));
    const moved: string[] = [];
    for (let from = 0; from < sorted.length; from += BATCH) {
      const batch = sorted.slice(from, from + BATCH);
      const there = await transaction
        .selectFrom('terminal_places')
        .select(['terminal_id', 'serial', 'retired_at'])
        .where((where) =>
          where.or([
            where(
              'terminal_id',
              'in',
              batch.map(({ terminalId }) => terminalId),
            ),
            where(
              'serial',
              'in',
              batch.map(({ serial }) => serial),
            ),
          ]),
        )
        .forUpdate()
        .execute();
      for (const row of there) {
        const owner = serials.get(row.serial);
        if (owner !== undefined && owner !== row.terminal_id) return err('serial-taken');
        if (row.retired_at !== null) return err('retired');
        if (names.has(row.terminal_id) && owner !== row.terminal_id) moved.push(row.terminal_id);
      }
    }
    await registerPlaces(transaction, sorted, now);
    for (const terminalId of moved) await dropCode(transaction, terminalId);
    await along(transaction);
    return ok();
  });
}

/** Takes a terminal out of service for good, with its code and certificates. @returns false when there is none */
export async function retireWhole(
  database: CenterDatabase,
  terminalId: string,
  by: string,
  now: Date,
  along: Along,
): Promise<boolean> {
  return await database.transaction().execute(async (transaction) => {
    if (!(await retirePlace(transaction, terminalId, now))) return false;
    await dropCode(transaction, terminalId);
    await revokeAllOf(transaction, terminalId, { name: by, reason: 'terminal-gone', now });
    await along(transaction);
    return true;
  });
}
