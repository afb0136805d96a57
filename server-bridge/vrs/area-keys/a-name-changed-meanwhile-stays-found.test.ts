/** V9: staff correct a name between a change of keys reading people and its taking old terms away. Two connections where the database has them. */
import { setTimeout as delay } from 'node:timers/promises';
import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { changePerson, registerNewPerson } from '../register/people.ts';
import { CHANGE, CITY, facts, recordingLog, syntheticNumber, within } from '../register/register-fixtures.ts';
import { searchPeople } from '../register/search-people.ts';
import { fileMasterKey } from '../store/master-key.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { rotateArea } from './rotate-area.ts';

let filled: FilledStore;
let other: VrsStore;
beforeAll(async () => {
  filled = await filledStore();
  other = createVrsStore({ ...(await filled.another()), masterKey: filled.masterKey });
}, 120_000);
afterAll(() => filled.close());

/** Long enough for a correction that nobody keeps waiting; one that waits goes on afterwards. */
const HEAD_START_MS = 1_000;

/** The store, with somebody who comes in once a person was read with everything that terms are made from. */
function interrupted(store: VrsStore, personId: string, onRead: () => Promise<unknown>): VrsStore {
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      const isRead = result.rows.some(
        (row) => row['person_id'] === personId && 'kana' in row && 'changed_by' in row && !('has_number' in row),
      );
      if (isRead) await onRead();
      return result;
    },
  };
  return {
    ...store,
    inArea: (code, work, how) =>
      store.inArea(code, (inside) => work({ ...inside, database: inside.database.withPlugin(plugin) }), how),
  };
}

it('whose name is changed while hashes are prepared is found by the new name, and not by the old', async () => {
  const [before, after] = ['架空　元子', '架空　改子'];
  const whole = facts({ referenceNumber: '5501', individualNumber: syntheticNumber(5501), name: before });
  const { individualNumber: _, ...wanted } = { ...whole, name: after };
  const personId = await within(
    filled.store,
    CITY,
    async (area) => (await registerNewPerson(area, whole, CHANGE))._unsafeUnwrap().personId,
  );
  let correcting: Promise<boolean> | undefined;
  const store = interrupted(filled.store, personId, async () => {
    if (correcting !== undefined) return;
    correcting = within(other, CITY, async (area) => {
      const order = { version: 1, reason: 'mistyped', facts: wanted } as const;
      return (await changePerson(area, personId, order, CHANGE)).isOk();
    });
    await Promise.race([correcting, delay(HEAD_START_MS)]);
  });
  const rotated = await rotateArea(
    {
      store,
      masterKey: fileMasterKey(filled.masterKey),
      log: recordingLog(),
      now: () => CHANGE.at,
      limits: { pauseMs: 1 },
    },
    CITY,
  );
  expect(rotated.isOk()).toBe(true);
  expect(await correcting).toBe(true);
  const found = (name: string) =>
    within(filled.store, CITY, async (area) =>
      (await searchPeople(area, { name })).people.filter((one) => one.personId === personId),
    );
  expect(await found(after)).toHaveLength(1);
  expect(await found(before)).toHaveLength(0);
}, 60_000);
