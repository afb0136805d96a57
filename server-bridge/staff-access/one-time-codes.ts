/** One-time codes of an authenticator application (RFC 6238: SHA-1, six digits, thirty seconds: what every application can do). */
import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const SECRET_BYTES = 20;
const PERIOD_SECONDS = 30;
const WINDOW_STEPS = 1;
const SHAPE = { issuer: 'Kofu', algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS } as const;

const totpOf = (secret: Uint8Array, label = ''): TOTP =>
  new TOTP({ ...SHAPE, label, secret: new Secret({ buffer: Uint8Array.from(secret).buffer }) });

export const newOneTimeSecret = (): Uint8Array => randomBytes(SECRET_BYTES);

/** `otpauth://totp/…` for the person's application; it holds the secret and is shown once. */
export const otpauthUri = (staffId: string, secret: Uint8Array): string => totpOf(secret, staffId).toString();

/**
 * The time step the code belongs to, one step either way forgiven; null when it belongs to none. The caller keeps the newest step
 * that has counted: a code counts once.
 */
export function stepOfCode(secret: Uint8Array, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totpOf(secret).validate({ token: code, timestamp, window: WINDOW_STEPS });
  return delta === null ? null : TOTP.counter({ period: PERIOD_SECONDS, timestamp }) + delta;
}

/** The code an application shows at that time. */
export const codeAt = (secret: Uint8Array, at: Date): string => totpOf(secret).generate({ timestamp: at.getTime() });
