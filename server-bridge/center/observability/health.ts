/** Whether this center should be given work: what a balancer asks before it sends terminals here. */
import { sql } from 'kysely';
import type { CenterDatabase } from '../store/index.ts';

export type Readiness = {
  readonly ready: boolean;
  /** It answers, and takes what is written. */
  readonly store: boolean;
  /** There is a directive whose life is not over. */
  readonly directive: boolean;
  readonly draining: boolean;
};

export type Health = {
  readiness(): Promise<Readiness>;
  /** From now on this center wants no more work. */
  drain(): void;
};

const STORE_LIMIT_MS = 1_000;

/** @param parts.hasDirective whether terminals can be given a valid directive now */
export function createHealth(parts: {
  readonly database: CenterDatabase;
  readonly hasDirective: () => boolean;
}): Health {
  let draining = false;

  const storeAnswers = async (): Promise<boolean> => {
    const limit = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => limit.resolve(false), STORE_LIMIT_MS);
    // A standby, or a server that was made read-only, answers as well: nothing could be taken in.
    const asked = sql<{ read_only: string }>`select current_setting('transaction_read_only') as read_only`
      .execute(parts.database)
      .then(
        ({ rows }) => rows[0]?.read_only === 'off',
        () => false,
      );
    try {
      return await Promise.race([asked, limit.promise]);
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    async readiness() {
      const store = await storeAnswers();
      const directive = parts.hasDirective();
      return { ready: store && directive && !draining, store, directive, draining };
    },
    drain() {
      draining = true;
    },
  };
}
