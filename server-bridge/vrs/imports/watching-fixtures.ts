/** For tests of what staff do while a file is on its way: the store with somebody looking on, and what that somebody does. */
import { changePerson } from '../register/people.ts';
import { type RegisteredPerson, readPerson } from '../register/read-person.ts';
import type { VrsTables } from '../store/tables.ts';
import type { AreaTransaction, VrsStore } from '../store/vrs-store.ts';
import { findByReference } from './find-people.ts';
import { inArea, NOW } from './import-fixtures.ts';

type Staging = Extract<keyof VrsTables, `import_${string}`>;

/** Lines are staged. */
export const staged =
  (table: Staging) =>
  async ({ database }: AreaTransaction): Promise<boolean> =>
    (await database.selectFrom(table).select('area').limit(1).execute()).length > 0;

/** Everything is checked, and about to become visible. */
export const applying = async ({ database }: AreaTransaction): Promise<boolean> =>
  (await database.selectFrom('imports').select('area').where('state', '=', 'applying').execute()).length > 0;

/** The store, in which `act` is done once: before the first transaction that finds it so. */
export function once(
  isSo: (transaction: AreaTransaction) => Promise<boolean>,
  store: VrsStore,
  act: () => Promise<void>,
): VrsStore {
  let state: 'waiting' | 'looking' | 'done' = 'waiting';
  return {
    ...store,
    inArea: async (code, work, how) => {
      if (state === 'waiting') {
        state = 'looking';
        const isNow = await inArea(store, isSo);
        if (isNow) await act();
        state = isNow ? 'done' : 'waiting';
      }
      return await store.inArea(code, work, how);
    },
  };
}

/** The person who has a reference number now. */
export async function personOf(transaction: AreaTransaction, reference: string): Promise<RegisteredPerson> {
  const personId = (await findByReference(transaction, [reference])).get(reference) ?? '';
  const person = personId === '' ? null : await readPerson(transaction, personId);
  if (person === null) throw new Error('registered by the test');
  return person;
}

/** Staff correct the reference number of whoever has the first to the second. */
export const correctReference = (store: VrsStore, from: string, to: string): Promise<void> =>
  inArea(store, async (transaction) => {
    const { personId, version, name, kana, birthDay, sex, movedOn, deceasedOn, ...person } = await personOf(
      transaction,
      from,
    );
    const days = { movedOn, deceasedOn };
    const facts = { referenceNumber: to, name, kana, birthDay, sex, protected: person.protected, ...days };
    const changed = await changePerson(
      transaction,
      personId,
      { version, reason: 'mistyped', facts },
      { by: 'mihon', at: NOW },
    );
    changed._unsafeUnwrap();
  });
