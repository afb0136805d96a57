import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isIndividualNumber } from '../../../card-reader/index.ts';
import { syntheticPeople } from '../../../card-reader/virtual/index.ts';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { registerNewPerson } from '../register/people.ts';
import { PersonFactsSchema } from '../register/person-facts.ts';
import { searchPeople } from '../register/search-people.ts';
import { unwrapKeys } from '../store/area-keys.ts';
import { encryptField, headOf } from '../store/field-cipher.ts';
import { KEYED_TABLES } from '../store/keyed-columns.ts';
import { fileMasterKey } from '../store/master-key.ts';
import { findPerson } from '../store/records.ts';
import { type AreaTransaction, createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { countOld } from './count-old.ts';
import { type RotationParts, type RotationStep, rotateArea } from './rotate-area.ts';

const A = v.parse(MunicipalityCodeSchema, '900010');
const B = v.parse(MunicipalityCodeSchema, '900028');
const now = () => new Date('2026-03-01T00:00:00Z');
const log = createOperationLog({ now });
const LIMITS = { batchRows: 3, pauseMs: 1, aloneWithinMs: 2_000, tries: 2_000, switchMs: 60_000 };
let filled: FilledStore;
let other: VrsStore;
let parts: RotationParts;

beforeEach(async () => {
  filled = await filledStore();
  other = createVrsStore({ ...(await filled.another()), masterKey: filled.masterKey });
  parts = { store: filled.store, masterKey: fileMasterKey(filled.masterKey), log, now, limits: LIMITS };
}, 120_000);
afterEach(() => filled.close());

async function inArea<T>(
  work: (transaction: AreaTransaction) => Promise<T>,
  store = filled.store,
  area = A,
): Promise<T> {
  const done = await store.inArea(area, async (transaction) => ({ value: await work(transaction) }));
  if (done === undefined) throw new Error('the area exists');
  return done.value;
}

const residents = () => syntheticPeople().filter((person) => isIndividualNumber(person.individualNumber));

/** Who is found by number, in the order of the invented people. */
const found = (store = filled.store) =>
  inArea(async (transaction) => {
    const kinds: string[] = [];
    for (const { individualNumber } of residents()) {
      const lookup = await findPerson(transaction, individualNumber);
      kinds.push(lookup.kind === 'found' ? `${lookup.record.personId} ${lookup.record.birthDay}` : lookup.kind);
    }
    return kinds;
  }, store);

/** Past the program's own count: every encrypted value's first bytes, as the owner of the database sees them. */
async function headsOf(area: string): Promise<Set<string>> {
  const heads = new Set<string>();
  for (const { table, sealed } of KEYED_TABLES) {
    for (const column of Object.keys(sealed)) {
      const { rows } = await sql<{ head: string }>`
        select distinct encode(substring(${sql.ref(column)} from 1 for 5), 'hex') as head
        from ${sql.table(table)} where area = ${area} and ${sql.ref(column)} is not null`.execute(filled.open.database);
      for (const { head } of rows) heads.add(head);
    }
  }
  return heads;
}

const generations = async () => {
  const { rows } = await sql<{ generation: number; state: string }>`
    select generation, state from area_keys where area = ${A} order by generation`.execute(filled.open.database);
  return rows.map(({ generation, state }) => `${generation} ${state}`);
};

const facts = (serial: number, individualNumber: string | null = null) =>
  v.parse(PersonFactsSchema, {
    referenceNumber: String(700_000 + serial),
    individualNumber,
    name: `見本 番号${serial}`,
    kana: 'ミホン バンゴウ',
    birthDay: '1980-01-02',
    sex: 'female',
    protected: false,
    movedOn: null,
    deceasedOn: null,
  });
const change = { by: 'synthetic', at: now() };

describe('a change of one area’s keys', () => {
  it('leaves everybody found, nothing of the old key, and the other areas as they were', async () => {
    const before = await found();
    const hashes = async () =>
      (
        await sql<{ hash: string }>`select encode(number_hash, 'hex') as hash from people where area = ${A}
          and number_hash is not null`.execute(filled.open.database)
      ).rows.map(({ hash }) => hash);
    const old = new Set(await hashes());
    await found(other);
    const rotated = (await rotateArea(parts, A))._unsafeUnwrap();
    expect(rotated.generation).toBe(2);
    expect(rotated.changed).toBeGreaterThan(10);
    expect(await found()).toEqual(before);
    // A node that had the old keys in its memory, and nothing told it.
    expect(await found(other)).toEqual(before);
    expect(await headsOf(A)).toEqual(new Set([headOf(2).toString('hex')]));
    expect(await headsOf(B)).toEqual(new Set([headOf(1).toString('hex')]));
    expect(await generations()).toEqual(['2 active']);
    expect((await hashes()).some((hash) => old.has(hash))).toBe(false);
    const { rows } = await sql<{ pairs: number }>`select count(*)::int as pairs from area_key_hashes`.execute(
      filled.open.database,
    );
    expect(rows).toEqual([{ pairs: 0 }]);
    const entries = await inArea(({ database }) =>
      database.selectFrom('operation_log').select(['operation', 'target', 'result']).orderBy('place').execute(),
    );
    expect(entries).toEqual(
      ['begun', 'active', 'old-keys-destroyed'].map((result) => ({
        operation: 'keys-changed',
        target: 'generation-2',
        result,
      })),
    );
  });

  it('goes on wherever it was killed, and ends with the same', async () => {
    const before = await found();
    for (let steps = 1; ; steps += 1) {
      if (steps > 60) throw new Error('it ends some time');
      let left = steps;
      const seen: RotationStep[] = [];
      const killed = rotateArea(
        {
          ...parts,
          limits: { ...LIMITS, batchRows: 40 },
          onStep: (step) => {
            seen.push(step);
            left -= 1;
            return left === 0 ? Promise.reject(new Error('killed')) : Promise.resolve();
          },
        },
        A,
      ).catch(() => null);
      const ended = await killed;
      expect(await found(other)).toEqual(before);
      if (ended !== null) {
        expect(seen).toContain('destroyed');
        break;
      }
    }
    const left = await headsOf(A);
    expect(left.size).toBe(1);
    expect(await inArea(countOld)).toBe(0);
  }, 60_000);

  it('registers nobody twice and finds everybody meanwhile, on two nodes', async () => {
    const before = await found();
    let isOver = false;
    const taken: string[] = [];
    let serial = 0;
    const people = residents();
    const work = async (store: VrsStore, from: number): Promise<void> => {
      for (let round = 0; !isOver || round < 3; round += 1) {
        serial += 1;
        const who = people[(round + from) % people.length];
        if (who === undefined) throw new Error('there are people');
        const mine = serial;
        const twice = await inArea(
          (inside) => registerNewPerson(inside, facts(mine, who.individualNumber), change),
          store,
        );
        const isKnown = before[(round + from) % people.length] !== 'not-found';
        if (isKnown) taken.push(twice.isErr() ? twice.error.kind : 'registered twice');
        const anew = await inArea((inside) => registerNewPerson(inside, facts(100_000 + mine), change), store);
        expect(anew.isOk()).toBe(true);
        const reference = String(700_000 + 100_000 + mine);
        const again = await inArea((inside) => registerNewPerson(inside, facts(100_000 + mine), change), store);
        expect(again._unsafeUnwrapErr().kind).toBe('taken');
        const seen = await inArea(
          (inside) => searchPeople(inside, { referenceNumber: reference, name: `見本番号${100_000 + mine}` }),
          store,
        );
        expect(seen.people).toHaveLength(1);
      }
    };
    const working = [work(filled.store, 0), work(other, 5)];
    const rotated = await rotateArea(parts, A).finally(() => {
      isOver = true;
    });
    await Promise.all(working);
    expect(rotated.isOk()).toBe(true);
    expect(new Set(taken)).toEqual(new Set(['taken']));
    expect(await inArea(countOld)).toBe(0);
    expect(await headsOf(A)).toEqual(new Set([headOf(2).toString('hex')]));
  }, 60_000);

  it('opens values of the time without generations as those of the first, and changes them as well', async () => {
    const { rows } = await sql<{ key_id: string; wrapped_keys: Uint8Array }>`
      select key_id, wrapped_keys from area_keys where area = ${A}`.execute(filled.open.database);
    const [row] = rows;
    const { dataKey } = (
      await unwrapKeys(parts.masterKey, {
        area: A,
        keyId: row?.key_id ?? null,
        wrapped: row?.wrapped_keys ?? new Uint8Array(),
      })
    )._unsafeUnwrap();
    const lookup = await inArea((inside) => findPerson(inside, residents()[0]?.individualNumber ?? ''));
    if (lookup.kind !== 'found') throw new Error('the first is registered');
    const { personId, birthDay } = lookup.record;
    const old = encryptField(dataKey, `${A}/people.birth_day/${personId}`, Buffer.from(birthDay));
    expect(old[0]).toBe(1);
    await sql`update people set birth_day = ${old} where person_id = ${personId}`.execute(filled.open.database);
    const before = await found();
    (await rotateArea(parts, A))._unsafeUnwrap();
    expect(await found()).toEqual(before);
    expect(await headsOf(A)).toEqual(new Set([headOf(2).toString('hex')]));
  });

  it('destroys nothing while a value of the old key is left somewhere, and waits for an import', async () => {
    const importId = randomUUID();
    const sealed = await inArea(({ keys }) =>
      Promise.resolve(keys.encrypt('tickets.ticket_number', importId, '0000000017')),
    );
    await sql`
      insert into import_tickets (area, import_id, line, person_id, ticket_id, action, ticket_hash, ticket_number, ticket_type, issued_on)
      values (${A}, ${importId}, 1, ${importId}, ${importId}, 'add', 'x', ${sealed}, '1', '2026-01-01')`.execute(
      filled.open.database,
    );
    const few = { ...LIMITS, tries: 3 };
    expect((await rotateArea({ ...parts, limits: few }, A))._unsafeUnwrapErr()).toEqual({ kind: 'area-busy' });
    expect(await generations()).toEqual(['1 active', '2 incoming']);
    expect(await inArea(countOld)).toBe(1);
    await sql`delete from import_tickets`.execute(filled.open.database);
    (await rotateArea(parts, A))._unsafeUnwrap();
    expect(await generations()).toEqual(['2 active']);
  });

  it('says so where there is no such area', async () => {
    const nowhere = v.parse(MunicipalityCodeSchema, '999999');
    expect((await rotateArea(parts, nowhere))._unsafeUnwrapErr()).toEqual({ kind: 'no-such-area' });
  });
});
