/** Passwords as argon2id, a few at a time: people who sign in must not take the machine from the line. */
import { hash, verify } from '@node-rs/argon2';
import { err, ok, type Result } from 'neverthrow';

/** OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. The package's algorithm is argon2id unless told otherwise. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Hashes run on threads that everything else of the process uses as well; half of them stay free. */
const AT_ONCE = 2;
const WAITING = 32;

/** More are waiting than it pays to wait for. */
export type HashingBusy = { readonly kind: 'busy' };

export type PasswordHashing = {
  hash(password: string): Promise<Result<string, HashingBusy>>;
  /** A hash that is no hash fits nothing. */
  verify(passwordHash: string, password: string): Promise<Result<boolean, HashingBusy>>;
};

export function createPasswordHashing(limits = { atOnce: AT_ONCE, waiting: WAITING }): PasswordHashing {
  let running = 0;
  const waiting: Array<() => void> = [];

  async function inTurn<T>(work: () => Promise<T>): Promise<Result<T, HashingBusy>> {
    if (running >= limits.atOnce) {
      if (waiting.length >= limits.waiting) return err({ kind: 'busy' });
      // Whoever ends hands its place on, so that nobody who comes later slips in between.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return ok(await work());
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  return {
    hash: (password) => inTurn(() => hash(normalised(password), PARAMETERS)),
    verify: (passwordHash, password) =>
      inTurn(async () => {
        try {
          return await verify(passwordHash, normalised(password));
        } catch {
          return false;
        }
      }),
  };
}

/** One password typed on two keyboards is one password (NIST SP 800-63B §5.1.1.2). */
const normalised = (password: string): string => password.normalize('NFKC');
