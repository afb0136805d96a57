/** The versions of the directive the center has issued. The newest one holds. */
import { type Kysely, sql } from 'kysely';
import type { TerminalPlace } from '../console-api/places.ts';
import type { CenterDatabase } from './open-store.ts';
import { placeOfRow } from './registry.ts';
import { type CenterTables, whole } from './tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

export type DirectiveRecord = {
  readonly version: number;
  /** JSON of what holds for all, of what is laid over it, of the municipalities that have stopped. */
  readonly content: string;
  readonly overrides: string;
  readonly suspensions: string;
  /** The last change of places that counts in this version. */
  readonly placesRevision: number;
  readonly vrsKeySet: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** For terminals that nothing narrower concerns. */
  readonly signed: string;
};

export async function newestDirective(database: Session): Promise<DirectiveRecord | null> {
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
        overrides: row.overrides,
        suspensions: row.suspensions,
        placesRevision: whole(row.places_revision),
        vrsKeySet: row.vrs_key_set,
        issuedAt: row.issued_at,
        expiresAt: row.expires_at,
        signed: row.signed,
      };
}

export type NewestVersion = { readonly version: number; readonly issuedAt: Date };

/** The newest version and when it was issued; a fraction of reading it. */
export async function newestVersion(database: Session): Promise<NewestVersion | null> {
  const row = await database
    .selectFrom('directives')
    .select(['version', 'issued_at'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { version: whole(row.version), issuedAt: row.issued_at };
}

/** @returns false when another node has issued this version first */
export async function insertDirective(database: Session, record: DirectiveRecord): Promise<boolean> {
  const inserted = await database
    .insertInto('directives')
    .values({
      version: record.version,
      content: record.content,
      overrides: record.overrides,
      suspensions: record.suspensions,
      places_revision: record.placesRevision,
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
export async function renewDirective(database: Session, renewed: DirectiveRecord, before: Date): Promise<boolean> {
  const updated = await database
    .updateTable('directives')
    .set({ issued_at: renewed.issuedAt, expires_at: renewed.expiresAt, signed: renewed.signed })
    .where('version', '=', renewed.version)
    .where('issued_at', '=', before)
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}

/** Forgets versions up to one; what people decided stays with their changes. */
export async function eraseDirectivesUpTo(database: Session, version: number): Promise<void> {
  await database.deleteFrom('directives').where('version', '<=', version).execute();
}

/** How often places have been changed by what is committed now. */
export async function placesRevision(database: Session): Promise<number> {
  return whole((await database.selectFrom('place_revisions').select('revision').executeTakeFirstOrThrow()).revision);
}

/** A terminal's place with the revisions between which it is right: its own last change, and all that was committed when it was read. */
export async function placedAt(
  database: Session,
  terminalId: string,
): Promise<{ place: TerminalPlace | null; since: number; until: number }> {
  const row = await database
    .selectFrom('place_revisions as r')
    .leftJoin('terminal_places as p', (join) => join.on('p.terminal_id', '=', terminalId))
    .select(['r.revision as until', 'p.revision as since', 'p.retired_at', 'p.chain', 'p.prefecture'])
    .select(['p.terminal_id', 'p.store_id', 'p.store_name', 'p.serial'])
    .executeTakeFirstOrThrow();
  const { terminal_id, chain, prefecture, store_id, store_name, serial } = row;
  const missing =
    terminal_id === null ||
    chain === null ||
    prefecture === null ||
    store_id === null ||
    store_name === null ||
    serial === null ||
    row.retired_at !== null;
  return {
    place: missing ? null : placeOfRow({ terminal_id, chain, prefecture, store_id, store_name, serial }),
    since: row.since === null ? 0 : whole(row.since),
    until: whole(row.until),
  };
}

/** Whether a terminal the center has met stands elsewhere than in the version that goes up to `revision`. */
export async function isAnyPlaceNewer(database: Session, revision: number): Promise<boolean> {
  const row = await database
    .selectFrom('terminal_places as p')
    .innerJoin('terminals as t', 't.terminal_id', 'p.terminal_id')
    .select(sql<number>`1`.as('one'))
    .where('p.revision', '>', revision)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export type DriftOfTerminal = { readonly terminalId: string; readonly obeys: number; readonly since: Date };
export type Drift = {
  readonly upToDate: number;
  readonly behind: number;
  readonly unknown: number;
  readonly terminals: readonly DriftOfTerminal[];
};

/** Terminals, registered or met, by how far they are from `wanted`; those retired are left out. Lists at most `limit`. */
export async function readDrift(database: Session, wanted: number | null, limit: number): Promise<Drift> {
  const everyone = database
    .with('fleet', (query) =>
      query
        .selectFrom('terminals')
        .select('terminal_id')
        .union(query.selectFrom('terminal_places').select('terminal_id')),
    )
    .selectFrom('fleet as f')
    .leftJoin('terminal_status as s', 's.terminal_id', 'f.terminal_id')
    .leftJoin('terminal_places as p', 'p.terminal_id', 'f.terminal_id')
    .where('p.retired_at', 'is', null);
  const counted = await everyone
    .select([
      sql<unknown>`count(*) filter (where s.directive_version >= ${wanted ?? 0})`.as('up_to_date'),
      sql<unknown>`count(*) filter (where s.directive_version < ${wanted ?? 0})`.as('behind'),
      sql<unknown>`count(*) filter (where s.directive_version is null)`.as('unknown'),
    ])
    .executeTakeFirstOrThrow();
  const rows = await everyone
    .select(['f.terminal_id', 's.directive_version', 's.received_at'])
    .where('s.directive_version', '<', wanted ?? 0)
    .orderBy('s.received_at', 'desc')
    .orderBy('f.terminal_id')
    .limit(limit)
    .execute();
  return {
    upToDate: Number(counted.up_to_date),
    behind: Number(counted.behind),
    unknown: Number(counted.unknown),
    terminals: rows.flatMap(({ terminal_id, directive_version, received_at }) =>
      directive_version === null || received_at === null
        ? []
        : [{ terminalId: terminal_id, obeys: whole(directive_version), since: received_at }],
    ),
  };
}
