/**
 * The personal code of a store operator: 4 to 8 digits, kept in the directive only as a salted scrypt hash (RFC 7914), so that
 * it can be checked with the line down. A hash is written as `$scrypt$ln=15,r=8,p=3$<salt>$<hash>` (the PHC string format: base64
 * without padding, `ln` the binary logarithm of the cost).
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';

export const OPERATOR_CODE_DIGITS = { min: 4, max: 8 } as const;

const ASCII_ZERO = 0x30;
const ASCII_NINE = 0x39;

/** A code as the clerk typed it: ASCII digits as bytes, so that it can be overwritten. */
export const OperatorCodeSchema = v.custom<Uint8Array>(
  (bytes) =>
    bytes instanceof Uint8Array &&
    bytes.length >= OPERATOR_CODE_DIGITS.min &&
    bytes.length <= OPERATOR_CODE_DIGITS.max &&
    bytes.every((byte) => byte >= ASCII_ZERO && byte <= ASCII_NINE),
);

/** An operator as the directive names one. */
export type Operator = { id: string; codeHash: string };

export type OperatorCodeError =
  /** No operator has this code. */
  | { kind: 'no-match' }
  /** No operator has this code, and at least one hash of the directive could not be read: the center should know. */
  | { kind: 'malformed-hash' };

/** Cost of new hashes: 32 MiB, three passes; about a third of a second on a small machine. */
const COST = { ln: 15, r: 8, p: 3 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Bounds on what a directive may ask of the terminal: beyond them a hash is malformed, not slow. */
const LIMITS = { ln: 17, r: 16, p: 4 } as const;
const PHC = /^\$scrypt\$ln=([1-9][0-9]?),r=([1-9][0-9]?),p=([1-9])\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

type ParsedHash = { ln: number; r: number; p: number; salt: Buffer; hash: Buffer };

/**
 * Hashes a code for a directive, with a new salt.
 * @throws RangeError when the code is not 4 to 8 ASCII digits
 */
export async function hashOperatorCode(code: Uint8Array): Promise<string> {
  if (!v.is(OperatorCodeSchema, code)) throw new RangeError('An operator code has 4 to 8 digits.');
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(code, { ...COST, salt, hash: Buffer.alloc(HASH_BYTES) });
  return `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${unpadded(salt)}$${unpadded(hash)}`;
}

/**
 * Finds the operator whose code this is. Every readable hash is computed, whichever matches, and compared in constant time: how
 * long it takes says how many operators there are, and nothing about the code. Off the event loop (libuv's pool).
 */
export async function verifyOperatorCode(
  code: Uint8Array,
  operators: readonly Operator[],
): Promise<Result<{ operatorId: string }, OperatorCodeError>> {
  if (!v.is(OperatorCodeSchema, code)) return err({ kind: 'no-match' });
  let operatorId: string | null = null;
  let malformed = false;
  for (const operator of operators) {
    const expected = parseHash(operator.codeHash);
    if (expected === null) {
      malformed = true;
      continue;
    }
    const hash = await derive(code, expected);
    const matches = timingSafeEqual(hash, expected.hash);
    // Two people with one code cannot be told apart: the first of the directive stands for it.
    operatorId = matches && operatorId === null ? operator.id : operatorId;
    hash.fill(0);
  }
  if (operatorId !== null) return ok({ operatorId });
  return err({ kind: malformed ? 'malformed-hash' : 'no-match' });
}

function parseHash(text: string): ParsedHash | null {
  const [, ln, r, p, salt = '', hash = ''] = PHC.exec(text) ?? [];
  const parsed = {
    ln: Number(ln),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
  // A text that is not its own canonical base64 names no bytes.
  if (unpadded(parsed.salt) !== salt || unpadded(parsed.hash) !== hash || salt === '') return null;
  // RFC 7914 §2: N is below 2^(128·r/8).
  if (parsed.ln >= 16 * parsed.r) return null;
  return parsed.ln <= LIMITS.ln && parsed.r <= LIMITS.r && parsed.p <= LIMITS.p ? parsed : null;
}

function derive(code: Uint8Array, { ln, r, p, salt, hash }: ParsedHash): Promise<Buffer> {
  const cost = 2 ** ln;
  // Node refuses more than 32 MiB unless told; scrypt needs 128·N·r bytes, and 128·r·p beside them.
  const options: ScryptOptions = { N: cost, r, p, maxmem: 128 * r * (cost + p + 2) };
  return new Promise((resolve, reject) => {
    scrypt(code, salt, hash.length, options, (cause, derived) => (cause === null ? resolve(derived) : reject(cause)));
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
