/**
 * A personal code for a store operator: eight random digits, and its salted scrypt hash (RFC 7914) in the PHC string format that
 * terminals read: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, base64 without padding.
 */
import { randomBytes, randomInt, scrypt } from 'node:crypto';

const DIGITS = 8;
const COST = { ln: 15, r: 8, p: 3 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** A third of a second off the event loop. */
export async function makeOperatorCode(): Promise<{ readonly code: string; readonly codeHash: string }> {
  const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
  const salt = randomBytes(SALT_BYTES);
  const { ln, r, p } = COST;
  const options = { N: 2 ** ln, r, p, maxmem: 128 * r * (2 ** ln + p + 2) };
  const hash = await new Promise<Buffer>((resolve, reject) => {
    scrypt(code, salt, HASH_BYTES, options, (cause, derived) => (cause === null ? resolve(derived) : reject(cause)));
  });
  return { code, codeHash: `$scrypt$ln=${ln},r=${r},p=${p}$${unpadded(salt)}$${unpadded(hash)}` };
}
