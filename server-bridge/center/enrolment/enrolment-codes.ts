/** One-time codes: what a person carries from the center to a machine, once, for that machine only. */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { TerminalId } from '../../protocol/index.ts';
import type { Difference } from '../console-api/held-enrolments.ts';
import type { CenterDatabase } from '../store/index.ts';
import type { CenterTables } from '../store/tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;

/** Crockford's base 32: no I, L, O, U, which are misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LETTERS = 16;
/** So many wrong codes, and the right one counts no more either. */
export const MISSES_ALLOWED = 5;

/** A new code, 80 random bits: `XXXX-XXXX-XXXX-XXXX`. */
export function makeCode(): string {
  // 256 is a multiple of 32, so every letter is as likely as any other.
  const letters = [...randomBytes(CODE_LETTERS)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** What is kept of a code. None of the parts can hold the separator. */
const digestOf = (terminalId: string, serial: string, code: string): string =>
  hash('sha256', `kofu-enrolment-code\n${terminalId}\n${serial}\n${code}`, 'hex');

type NewCode = {
  readonly terminalId: string;
  readonly serial: string;
  readonly code: string;
  readonly now: Date;
  readonly expiresAt: Date;
};

/** Makes the terminal's one code; an older one counts no more. */
export async function keepCode(session: Session, code: NewCode): Promise<void> {
  await keepCodes(session, [code]);
}

/** The same for several, in one question. */
export async function keepCodes(session: Session, codes: readonly NewCode[]): Promise<void> {
  await session
    .insertInto('enrolment_codes')
    .values(
      codes.map(({ terminalId, serial, code, now, expiresAt }) => ({
        terminal_id: terminalId,
        code_digest: digestOf(terminalId, serial, code),
        made_at: now,
        expires_at: expiresAt,
        misses: 0,
        used_at: null,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('terminal_id').doUpdateSet((excluded) => ({
        code_digest: excluded.ref('excluded.code_digest'),
        made_at: excluded.ref('excluded.made_at'),
        expires_at: excluded.ref('excluded.expires_at'),
        misses: 0,
        used_at: null,
      })),
    )
    .execute();
}

/** Takes the terminal's code away. */
export async function dropCode(session: Session, terminalId: string): Promise<void> {
  await session.deleteFrom('enrolment_codes').where('terminal_id', '=', terminalId).execute();
}

export type CodeVerdict = 'right' | Extract<Difference, `${string}code${string}`>;

/**
 * Judges a code, and uses it up where all else fits as well. Its row is locked until the caller's transaction ends: of two uses at
 * once one is the second. Every attempt that does not end well is counted; the caller must let that transaction end well.
 *
 * @param attempt.serial the registered one, whatever the machine says
 * @param attempt.allElseFits whether a right code is to be used up
 */
export async function judgeCode(
  session: Session,
  attempt: {
    readonly terminalId: TerminalId;
    readonly serial: string;
    readonly code: string;
    readonly allElseFits: boolean;
    readonly now: Date;
  },
): Promise<CodeVerdict> {
  const { terminalId, serial, code, allElseFits, now } = attempt;
  const row = await session
    .selectFrom('enrolment_codes')
    .selectAll()
    .where('terminal_id', '=', terminalId)
    .forUpdate()
    .executeTakeFirst();
  const digest = digestOf(terminalId, serial, code);
  const right = timingSafeEqual(Buffer.from(row?.code_digest ?? '0'.repeat(64)), Buffer.from(digest));
  if (row === undefined) return 'no-code';
  if (row.used_at !== null) return right ? 'code-used' : 'code-wrong';
  if (row.misses >= MISSES_ALLOWED) return right ? 'code-missed-too-often' : 'code-wrong';
  if (row.expires_at <= now) return right ? 'code-expired' : 'code-wrong';
  await session
    .updateTable('enrolment_codes')
    .set(right && allElseFits ? { used_at: now } : { misses: row.misses + 1 })
    .where('terminal_id', '=', terminalId)
    .execute();
  return right ? 'right' : 'code-wrong';
}
