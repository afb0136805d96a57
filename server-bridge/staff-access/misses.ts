/**
 * Misses at signing in. After five a name is locked, each further miss for twice as long. Counted by the name that was typed, with or
 * without an account, so that the answers do not tell which names exist.
 */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { StaffTables } from './staff-tables.ts';

const FREE_MISSES = 5;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 3_600_000;
/** Without a miss for so long, a name starts anew. */
const FORGOTTEN_MS = 86_400_000;

type Tables = Kysely<StaffTables>;
export type Misses = { readonly misses: number; readonly lockedUntil: Date | null };

const digestOf = (name: string): string => createHash('sha256').update(`kofu-misses:${name}`, 'utf8').digest('hex');

/** How long that many misses lock a name. */
export function lockMs(misses: number): number {
  if (misses < FREE_MISSES) return 0;
  return Math.min(FIRST_LOCK_MS * 2 ** Math.min(misses - FREE_MISSES, 30), LONGEST_LOCK_MS);
}

export const isLocked = ({ lockedUntil }: Misses, now: Date): boolean => lockedUntil !== null && lockedUntil > now;

/** As it stands, without a lock on the row: enough to refuse early. */
export async function readMisses(store: Tables, name: string): Promise<Misses> {
  const row = await store
    .selectFrom('staff_misses')
    .select(['misses', 'locked_until'])
    .where('name_digest', '=', digestOf(name))
    .executeTakeFirst();
  return { misses: row?.misses ?? 0, lockedUntil: row?.locked_until ?? null };
}

/** Takes the row for the rest of the transaction: attempts at one name are decided one after another, on whichever node. */
export async function holdMisses(transaction: Tables, name: string, now: Date): Promise<Misses> {
  const row = await transaction
    .insertInto('staff_misses')
    .values({ name_digest: digestOf(name), misses: 0, last_at: now, locked_until: null })
    .onConflict((conflict) =>
      conflict
        .constraint('staff_misses_pkey')
        .doUpdateSet((set) => ({ name_digest: set.ref('staff_misses.name_digest') })),
    )
    .returning(['misses', 'last_at', 'locked_until'])
    .executeTakeFirstOrThrow();
  if (now.getTime() - row.last_at.getTime() > FORGOTTEN_MS) return { misses: 0, lockedUntil: null };
  return { misses: row.misses, lockedUntil: row.locked_until };
}

/** @returns the new count and, where it locks the name, until when */
export async function countMiss(transaction: Tables, name: string, held: Misses, now: Date): Promise<Misses> {
  const misses = held.misses + 1;
  const lock = lockMs(misses);
  const lockedUntil = lock === 0 ? null : new Date(now.getTime() + lock);
  await transaction
    .updateTable('staff_misses')
    .set({ misses, last_at: now, locked_until: lockedUntil })
    .where('name_digest', '=', digestOf(name))
    .execute();
  return { misses, lockedUntil };
}

/** After a success, or when an administrator unlocks. */
export async function forgetMisses(store: Tables, name: string): Promise<void> {
  await store.deleteFrom('staff_misses').where('name_digest', '=', digestOf(name)).execute();
}

/** Outside every transaction that holds a row of its own, so that no two wait for each other. */
export async function sweepMisses(store: Tables, now: Date): Promise<void> {
  await store
    .deleteFrom('staff_misses')
    .where('last_at', '<', new Date(now.getTime() - FORGOTTEN_MS))
    .execute();
}

/** Which of these names are locked now. */
export async function lockedNames(store: Tables, names: readonly string[], now: Date): Promise<ReadonlySet<string>> {
  const rows = await store.selectFrom('staff_misses').select('name_digest').where('locked_until', '>', now).execute();
  const locked = new Set(rows.map((row) => row.name_digest));
  return new Set(names.filter((name) => locked.has(digestOf(name))));
}
