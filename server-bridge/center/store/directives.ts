/** Every version of the directive the center has issued. The newest one holds. */
import type { CenterDatabase } from './open-store.ts';
import { whole } from './tables.ts';

export type DirectiveRecord = {
  readonly version: number;
  readonly content: string;
  readonly vrsKeySet: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly signed: string;
};

export async function newestDirective(database: CenterDatabase): Promise<DirectiveRecord | null> {
  const row = await database
    .selectFrom('directives')
    .selectAll()
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined
    ? null
    : {
        version: whole(row.version),
        content: row.content,
        vrsKeySet: row.vrs_key_set,
        issuedAt: row.issued_at,
        expiresAt: row.expires_at,
        signed: row.signed,
      };
}

/** @returns false when another node has issued this version first */
export async function insertDirective(database: CenterDatabase, record: DirectiveRecord): Promise<boolean> {
  const inserted = await database
    .insertInto('directives')
    .values({
      version: record.version,
      content: record.content,
      vrs_key_set: record.vrsKeySet,
      issued_at: record.issuedAt,
      expires_at: record.expiresAt,
      signed: record.signed,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The same version with a new life. @returns false when another node has renewed it meanwhile */
export async function renewDirective(
  database: CenterDatabase,
  renewed: DirectiveRecord,
  before: Date,
): Promise<boolean> {
  const updated = await database
    .updateTable('directives')
    .set({ issued_at: renewed.issuedAt, expires_at: renewed.expiresAt, signed: renewed.signed })
    .where('version', '=', renewed.version)
    .where('issued_at', '=', before)
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}
