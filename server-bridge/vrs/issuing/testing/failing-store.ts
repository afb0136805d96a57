/** A store whose nth statement fails, before or after the database has done it, or whose commit is not heard of. For tests. */
import type { KyselyPlugin } from 'kysely';
import type { OpenDatabase } from '../../store/open-store.ts';
import { createVrsStore, type VrsStore } from '../../store/vrs-store.ts';

export class InjectedFailure extends Error {}

export type FailingStore = {
  readonly store: VrsStore;
  /** The statement of that place, from now on counted from 0, fails; null lets all through. */
  failAt(place: number | null, when: 'before' | 'after'): void;
  /** Whether the place was reached. */
  hasFailed(): boolean;
};

/** Puts a failing store over an open database; what it has done is rolled back as with any failure. */
export function failingStore(open: OpenDatabase, masterKey: Buffer): FailingStore {
  let statement = 0;
  let plan: { readonly place: number; readonly when: 'before' | 'after' } | null = null;
  let failed = false;
  const fail = (when: 'before' | 'after') => {
    if (plan?.place !== statement || plan.when !== when) return;
    failed = true;
    throw new InjectedFailure();
  };
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      fail('before');
      return node;
    },
    transformResult({ result }) {
      try {
        fail('after');
        return Promise.resolve(result);
      } finally {
        statement += 1;
      }
    },
  };
  return {
    store: createVrsStore({ database: open.database.withPlugin(plugin), masterKey, close: () => Promise.resolve() }),
    failAt(place, when) {
      statement = 0;
      failed = false;
      plan = place === null ? null : { place, when };
    },
    hasFailed: () => failed,
  };
}

/** Everything is done and kept, and then the connection breaks: whoever asked never hears of it. */
export function unheardStore(store: VrsStore): VrsStore {
  return {
    ...store,
    async inArea(code, work, how) {
      await store.inArea(code, work, how);
      throw new InjectedFailure();
    },
  };
}
