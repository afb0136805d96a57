/** Changes that a unique constraint may refuse: somebody else, on whichever node, may have been faster by a moment. */
import { type Kysely, sql } from 'kysely';
import type { VrsTables } from '../store/tables.ts';

/** unique_violation (PostgreSQL, appendix A). */
const UNIQUE_VIOLATION = '23505';

/** Does the work, or nothing of it and says false, where something in it is taken already. The transaction goes on either way. */
export async function unlessTaken(database: Kysely<VrsTables>, work: () => Promise<void>): Promise<boolean> {
  await sql`savepoint unless_taken`.execute(database);
  try {
    await work();
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === UNIQUE_VIOLATION)) throw cause;
    await sql`rollback to savepoint unless_taken`.execute(database);
    return false;
  }
  await sql`release savepoint unless_taken`.execute(database);
  return true;
}
