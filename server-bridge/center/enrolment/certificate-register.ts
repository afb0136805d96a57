/** The certificates the center has issued, by serial number, and whether each still counts. */
import { hash, type KeyObject } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { IssuedCertificate } from '../../terminal-certificates/index.ts';
import { type RevokeReason, revokesLater } from '../console-api/enrolment.ts';
import type { CenterDatabase } from '../store/index.ts';
import type { CenterTables } from '../store/tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

export const keyDigestOf = (publicKey: KeyObject): string =>
  hash('sha256', publicKey.export({ type: 'spki', format: 'der' }), 'hex');

/** @returns false when that key has a certificate already; nothing is kept then */
export async function keepCertificate(
  session: Session,
  terminalId: string,
  publicKey: KeyObject,
  issued: IssuedCertificate,
): Promise<boolean> {
  const inserted = await session
    .insertInto('terminal_certificates')
    .values({
      serial: issued.serial,
      terminal_id: terminalId,
      key_digest: keyDigestOf(publicKey),
      issued_at: issued.issuedAt,
      expires_at: issued.expiresAt,
      revoked_by: null,
      revoked_for: null,
    })
    .onConflict((conflict) => conflict.column('key_digest').doNothing())
    .executeTakeFirst();
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/**
 * Whether a certificate that was shown on the line is over by now: its connection lives on for a moment after it has ended. Its row is
 * locked until the transaction ends, so that a revocation comes before or after. One the center has not issued is its authority's affair.
 */
export async function isOver(
  transaction: Session,
  shown: { readonly terminalId: string; readonly serial: string; readonly now: Date },
): Promise<boolean> {
  const row = await transaction
    .selectFrom('terminal_certificates')
    .select(['terminal_id', 'revoked_at', 'superseded_at', 'expires_at'])
    .where('serial', '=', shown.serial)
    .forShare()
    .executeTakeFirst();
  return row !== undefined && (row.terminal_id !== shown.terminalId || stateOf(row, shown.now) !== 'valid');
}

export type CertificateState = 'valid' | 'superseded' | 'revoked' | 'expired';

/** How a certificate stands, the gravest first. */
export function stateOf(
  row: { readonly revoked_at: Date | null; readonly superseded_at: Date | null; readonly expires_at: Date },
  now: Date,
): CertificateState {
  if (row.revoked_at !== null) return 'revoked';
  if (row.superseded_at !== null) return 'superseded';
  return row.expires_at <= now ? 'expired' : 'valid';
}

export type CertificateStanding = {
  /** Of a serial the center has issued; null for another one. */
  readonly known: { readonly terminalId: string; readonly state: CertificateState; readonly used: boolean } | null;
  /** The terminal is out of service for good. */
  readonly retired: boolean;
};

/** How each of these stands, with the terminal that shows it; in their order. One question, since each new connection asks it. */
export async function standingsOf(
  session: Session,
  shown: readonly { readonly serial: string; readonly terminalId: string }[],
  now: Date,
): Promise<readonly CertificateStanding[]> {
  if (shown.length === 0) return [];
  const serials = sql`cast(${shown.map(({ serial }) => serial)} as text[])`;
  const terminals = sql`cast(${shown.map(({ terminalId }) => terminalId)} as text[])`;
  const { rows } = await sql<{
    terminal_id: string | null;
    revoked_at: Date | null;
    superseded_at: Date | null;
    expires_at: Date | null;
    first_used_at: Date | null;
    retired_at: Date | null;
  }>`
    select c.terminal_id, c.revoked_at, c.superseded_at, c.expires_at, c.first_used_at, p.retired_at
    from unnest(${serials}, ${terminals}) with ordinality as shown (serial, terminal_id, place)
    left join terminal_certificates c on c.serial = shown.serial
    left join terminal_places p on p.terminal_id = shown.terminal_id
    order by shown.place`.execute(session);
  return rows.map(({ terminal_id: terminalId, expires_at, first_used_at, retired_at, ...row }) => ({
    known:
      terminalId === null || expires_at === null
        ? null
        : { terminalId, state: stateOf({ ...row, expires_at }, now), used: first_used_at !== null },
    retired: retired_at !== null,
  }));
}

/**
 * Notes that a certificate was used on the line; the first time, every certificate of its terminal from before it is superseded. One
 * that is over by then, since another was used or it was revoked while it was let in, ends none.
 * @returns whether that was the first time
 */
export async function noteUse(database: CenterDatabase, serial: string, now: Date): Promise<boolean> {
  const known = await database
    .selectFrom('terminal_certificates')
    .select(['terminal_id', 'first_used_at'])
    .where('serial', '=', serial)
    .executeTakeFirst();
  if (known === undefined || known.first_used_at !== null) return false;
  return await database.transaction().execute(async (transaction) => {
    // All of the terminal's, in one order: two that are used at once wait for each other.
    const all = await transaction
      .selectFrom('terminal_certificates')
      .select(['serial', 'issued_at', 'first_used_at', 'superseded_at', 'revoked_at'])
      .where('terminal_id', '=', known.terminal_id)
      .orderBy('serial')
      .forUpdate()
      .execute();
    const used = all.find((row) => row.serial === serial);
    if (used === undefined || used.first_used_at !== null) return false;
    if (used.superseded_at !== null || used.revoked_at !== null) return false;
    await transaction
      .updateTable('terminal_certificates')
      .set({ first_used_at: now })
      .where('serial', '=', serial)
      .execute();
    await transaction
      .updateTable('terminal_certificates')
      .set({ superseded_at: now })
      .where('terminal_id', '=', known.terminal_id)
      .where('serial', '!=', serial)
      .where('issued_at', '<=', used.issued_at)
      .where('superseded_at', 'is', null)
      .execute();
    return true;
  });
}

/**
 * Revokes a certificate; where its key, or the machine, is in wrong hands also every one that its terminal was given since: whoever holds
 * the key can have renewed it for another one. In a transaction.
 * @returns the terminal and the serials that were revoked now; null when none was
 */
export async function revokeCertificate(
  transaction: Session,
  serial: string,
  by: { readonly name: string; readonly reason: RevokeReason; readonly now: Date },
): Promise<{ readonly terminalId: string; readonly serials: readonly string[] } | null> {
  // A renewal with this certificate that is under way holds its row: what it hands out is there by the next statement.
  const named = await transaction
    .selectFrom('terminal_certificates')
    .select(['terminal_id', 'issued_at'])
    .where('serial', '=', serial)
    .forUpdate()
    .executeTakeFirst();
  if (named === undefined) return null;
  const revoked = await transaction
    .updateTable('terminal_certificates')
    .set({ revoked_at: by.now, revoked_by: by.name, revoked_for: by.reason })
    .where('revoked_at', 'is', null)
    .where((where) =>
      revokesLater(by.reason)
        ? where.or([
            where('serial', '=', serial),
            where.and([where('terminal_id', '=', named.terminal_id), where('issued_at', '>=', named.issued_at)]),
          ])
        : where('serial', '=', serial),
    )
    .returning('serial')
    .execute();
  const serials = revoked.map((row) => row.serial);
  return serials.length === 0 ? null : { terminalId: named.terminal_id, serials };
}

/** Revokes whatever a terminal still has. */
export async function revokeAllOf(
  session: Session,
  terminalId: string,
  by: { readonly name: string; readonly reason: string; readonly now: Date },
): Promise<void> {
  await session
    .updateTable('terminal_certificates')
    .set({ revoked_at: by.now, revoked_by: by.name, revoked_for: by.reason })
    .where('terminal_id', '=', terminalId)
    .where('revoked_at', 'is', null)
    .execute();
}

/** The newest certificates, of one terminal or of all. */
export async function listCertificates(session: Session, terminalId: string | null, limit: number, now: Date) {
  const rows = await session
    .selectFrom('terminal_certificates')
    .selectAll()
    .$if(terminalId !== null, (query) => query.where('terminal_id', '=', terminalId ?? ''))
    .orderBy('issued_at', 'desc')
    .orderBy('serial')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    serial: row.serial,
    terminalId: row.terminal_id,
    issuedAt: row.issued_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    state: stateOf(row, now),
    revokedBy: row.revoked_by,
  }));
}

/** Certificates that have ended by somebody's doing, and terminals retired, since then. */
export async function endedSince(
  session: Session,
  since: Date,
): Promise<{ readonly serials: ReadonlySet<string>; readonly terminals: ReadonlySet<string> }> {
  const certificates = await session
    .selectFrom('terminal_certificates')
    .select('serial')
    .where((where) => where.or([where('revoked_at', '>=', since), where('superseded_at', '>=', since)]))
    .execute();
  const places = await session
    .selectFrom('terminal_places')
    .select('terminal_id')
    .where('retired_at', '>=', since)
    .execute();
  return {
    serials: new Set(certificates.map((row) => row.serial)),
    terminals: new Set(places.map((row) => row.terminal_id)),
  };
}
