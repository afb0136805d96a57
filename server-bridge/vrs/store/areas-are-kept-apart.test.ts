import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isIndividualNumber } from '../../../card-reader/index.ts';
import { syntheticPeople } from '../../../card-reader/virtual/index.ts';
import { type MunicipalityCode, MunicipalityCodeSchema } from '../../protocol/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { loadSyntheticData } from '../synthetic-data/load-synthetic-data.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../synthetic-data/municipalities.ts';
import { unwrapKeys } from './area-keys.ts';
import { decryptField, encryptField, UnreadableField } from './field-cipher.ts';
import { fileMasterKey } from './master-key.ts';
import { findPerson } from './records.ts';
import { AREA_TABLES as ALL_AREA_TABLES } from './tables.ts';
import type { AreaTransaction, VrsStore } from './vrs-store.ts';

/** Which hash becomes which while keys change is nothing the application reads at all. */
const AREA_TABLES = ALL_AREA_TABLES.filter((table) => table !== 'area_key_hashes');
const area = (code: string) => v.parse(MunicipalityCodeSchema, code);
const [A, B] = [area('900010'), area('900028')];
let filled: FilledStore;
let store: VrsStore;

beforeAll(async () => {
  filled = await filledStore();
  store = filled.store;
}, 120_000);
afterAll(() => filled.close());

/** Runs work inside an area that exists. */
async function inArea<T>(code: MunicipalityCode, work: (transaction: AreaTransaction) => Promise<T>): Promise<T> {
  const done = await store.inArea(code, async (transaction) => ({ value: await work(transaction) }));
  if (done === undefined) throw new Error('the area exists');
  return done.value;
}

/** Rows of a table as the owner of the database sees them, past row-level security. */
async function countAll(table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
    filled.open.database,
  );
  return rows[0]?.n ?? 0;
}

describe('the application role', () => {
  it('is neither owner nor superuser, and row-level security is forced on every table of an area', async () => {
    const role = await store.outsideAreas((database) =>
      sql<{ who: string; super: string }>`
        select current_user::text as who, current_setting('is_superuser') as super`.execute(database),
    );
    expect(role.rows).toEqual([{ who: 'kofu_vrs', super: 'off' }]);
    const { rows } = await sql<{ name: string; area: boolean; forced: boolean }>`
      select relname::text as name, relforcerowsecurity and relrowsecurity as forced,
             exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'area') as area
      from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(filled.open.database);
    const ofAreas = rows.filter((row) => row.area).map(({ name }) => name);
    expect(ofAreas.toSorted()).toEqual([...ALL_AREA_TABLES].toSorted());
    expect(rows.filter((row) => row.area).every(({ forced }) => forced)).toBe(true);
  });

  it('sees its own area’s rows and none of another, in every table, without any condition in the query', async () => {
    for (const table of AREA_TABLES) {
      const seen = await inArea(A, ({ database }) =>
        sql<{ area: string }>`select area from ${sql.table(table)}`.execute(database),
      );
      expect(new Set(seen.rows.map((row) => row.area)).has(B)).toBe(false);
    }
    const people = await inArea(B, ({ database }) => database.selectFrom('people').select('area').execute());
    expect(people).toEqual([{ area: B }, { area: B }]);
    expect(await countAll('people')).toBe(15);
    await loadSyntheticData(store, syntheticPeople());
    expect(await countAll('people')).toBe(15);
    expect(await inArea(A, ({ database }) => database.selectFrom('people').select('area').execute())).toHaveLength(13);
  });

  it('sees nothing at all outside areas, nor in an area that does not exist', async () => {
    for (const table of AREA_TABLES) {
      const seen = await store.outsideAreas((database) =>
        sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(database),
      );
      expect(seen.rows).toEqual([{ n: 0 }]);
    }
    expect(await store.inArea(area('999999'), () => Promise.resolve('entered'))).toBeUndefined();
  });

  it('changes and deletes nothing of another area', async () => {
    const touched = await inArea(A, async ({ database }) => [
      await database.updateTable('people').set({ protected: true }).where('area', '=', B).executeTakeFirst(),
      await database.updateTable('doses').set({ lot: 'XX9999' }).where('area', '=', B).executeTakeFirst(),
      await database.deleteFrom('doses').where('area', '=', B).executeTakeFirst(),
      await database.deleteFrom('passports').where('area', '=', B).executeTakeFirst(),
    ]);
    expect(
      touched.map((result) => ('numUpdatedRows' in result ? result.numUpdatedRows : result.numDeletedRows)),
    ).toEqual([0n, 0n, 0n, 0n]);
    const doses = await inArea(B, ({ database }) => database.selectFrom('doses').select('lot').execute());
    expect(doses.map(({ lot }) => lot).toSorted()).toEqual(['ZZ0001', 'ZZ0002']);
  });

  it('cannot write a row into another area, nor move one there', async () => {
    const moved = inArea(A, ({ database }) => database.updateTable('people').set({ area: B }).execute());
    await expect(moved).rejects.toThrow(/row-level security/);
    const written = inArea(A, ({ database }) =>
      database
        .insertInto('applications')
        .values({ digest: 'x', area: B, decision: Buffer.from('x'), expires_at: new Date() })
        .execute(),
    );
    await expect(written).rejects.toThrow(/row-level security/);
  });

  it('cannot change or delete what was issued, change who takes part, or open areas', async () => {
    const attempts = [
      sql`delete from certificates`,
      sql`update certificates set issued_on = '2000-01-01'`,
      sql`update municipalities set taking_part = true`,
      sql`drop policy own_area on people`,
      sql`alter table people no force row level security`,
      sql`create table mine (n integer)`,
      sql`select from area_key_hashes`,
      sql`delete from area_keys`,
    ];
    for (const attempt of attempts) {
      await expect(inArea(A, ({ database }) => attempt.execute(database))).rejects.toThrow(/denied|must be owner/);
    }
  });

  it('leaves no area behind on the connection when its transaction ends, well or badly', async () => {
    await inArea(A, () => Promise.reject(new Error('failed'))).catch(() => undefined);
    const after = await sql<{ area: string | null; who: string }>`
      select nullif(current_setting('kofu.area', true), '') as area, current_user::text as who`.execute(
      filled.open.database,
    );
    expect(after.rows).toEqual([{ area: null, who: expect.not.stringMatching('kofu_vrs') }]);
  });
});

describe('what lies in the database', () => {
  it('holds no number, name, birth date or passport item in clear, in whatever encoding of its bytes', async () => {
    const dump = JSON.stringify(
      [
        await filled.open.database.selectFrom('people').selectAll().execute(),
        await filled.open.database.selectFrom('passports').selectAll().execute(),
      ],
      (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value),
    );
    const latin1 = (text: string) => JSON.stringify(Buffer.from(text, 'utf8').toString('latin1')).slice(1, -1);
    for (const person of syntheticPeople()) {
      const day = `${person.birthDate.slice(0, 4)}-${person.birthDate.slice(4, 6)}-${person.birthDate.slice(6)}`;
      for (const secret of [person.individualNumber, person.name, person.birthDate, day]) {
        expect(dump.includes(latin1(secret))).toBe(false);
      }
    }
    for (const item of ['NANAMI', 'ZZ0000007', 'JPN']) expect(dump).not.toContain(item);
    expect(dump).toContain('"area":"900010"');
  });

  it('hashes the same number differently in every area', async () => {
    const [one, two] = [await inArea(A, hashOf), await inArea(B, hashOf)];
    expect(one).not.toEqual(two);
    function hashOf({ keys }: AreaTransaction) {
      return Promise.resolve(keys.numberHash('135792468015').toString('hex'));
    }
  });

  it('does not open in another place, altered, or under another key', () => {
    const key = Buffer.alloc(32, 1);
    const stored = encryptField(key, '900010/people.name/1', Buffer.from('見本'));
    expect(decryptField(key, '900010/people.name/1', stored).toString()).toBe('見本');
    const attempts: [Buffer, string, Uint8Array][] = [
      [key, '900010/people.name/2', stored],
      [key, '900028/people.name/1', stored],
      [key, '900010/people.birth_day/1', stored],
      [Buffer.alloc(32, 2), '900010/people.name/1', stored],
      ...Array.from({ length: stored.length }, (_, index): [Buffer, string, Uint8Array] => {
        const altered = Uint8Array.from(stored);
        altered[index] = (altered[index] ?? 0) ^ 1;
        return [key, '900010/people.name/1', altered];
      }),
      ...Array.from({ length: stored.length }, (_, length): [Buffer, string, Uint8Array] => [
        key,
        '900010/people.name/1',
        stored.subarray(0, length),
      ]),
    ];
    for (const [otherKey, place, bytes] of attempts) {
      expect(() => decryptField(otherKey, place, bytes)).toThrow(UnreadableField);
    }
  });

  it('is of no use with another master key, and a person’s field swapped with another’s is noticed', async () => {
    const { rows } = await sql<{ key_id: string; wrapped_keys: Uint8Array }>`
      select key_id, wrapped_keys from area_keys where area = ${A}`.execute(filled.open.database);
    const [row] = rows;
    const wrapped = { area: A, keyId: row?.key_id ?? null, wrapped: row?.wrapped_keys ?? new Uint8Array() };
    const [right, other] = [fileMasterKey(filled.masterKey), fileMasterKey(Buffer.alloc(32))];
    expect((await unwrapKeys(right, wrapped)).isOk()).toBe(true);
    const wrong = { kind: 'wrong-master-key' };
    expect((await unwrapKeys(other, wrapped))._unsafeUnwrapErr()).toEqual(wrong);
    expect((await unwrapKeys(right, { ...wrapped, area: B }))._unsafeUnwrapErr()).toEqual(wrong);
    expect((await unwrapKeys(right, { ...wrapped, keyId: null }))._unsafeUnwrapErr()).toEqual(wrong);
    const swapped = inArea(A, async (transaction) => {
      await sql`update people set birth_day = (select birth_day from people where moved_on is not null)`.execute(
        transaction.database,
      );
      return await findPerson(transaction, '135792468015');
    });
    await expect(swapped).rejects.toThrow(UnreadableField);
  });
});

describe('the invented municipalities and people', () => {
  it('have right check digits, and a town that does not take part', () => {
    for (const { code } of SYNTHETIC_MUNICIPALITIES) {
      const sum = [6, 5, 4, 3, 2].reduce((total, weight, index) => total + weight * Number(code[index]), 0);
      expect(code[5]).toBe(String((11 - (sum % 11)) % 10));
      expect(Number(code.slice(0, 2))).toBeGreaterThan(47);
    }
    expect(SYNTHETIC_MUNICIPALITIES.some(({ takingPart }) => !takingPart)).toBe(true);
    for (const { individualNumber } of syntheticPeople()) expect(isIndividualNumber(individualNumber)).toBe(true);
  });
});
