import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { readHistory } from './history.ts';
import { changeIndividualNumber, changePerson, registerNewPerson, showIndividualNumber } from './people.ts';
import { readPerson } from './read-person.ts';
import { AT, CHANGE, CITY, facts, OTHER_CITY, syntheticNumber, within } from './register-fixtures.ts';
import { searchPeople } from './search-people.ts';

let filled: FilledStore;
let personId: string;
beforeAll(async () => {
  filled = await filledStore();
  const made = await within(filled.store, CITY, (area) => registerNewPerson(area, facts(), CHANGE));
  ({ personId } = made._unsafeUnwrap());
});
afterAll(() => filled.close());

const inCity = <T>(work: Parameters<typeof within<T>>[2]) => within(filled.store, CITY, work);

describe('a person of a municipality', () => {
  it('is read as registered, the number only by asking for it', async () => {
    const { individualNumber, ...rest } = facts();
    expect(await inCity((area) => readPerson(area, personId))).toEqual({
      ...rest,
      personId,
      version: 1,
      hasIndividualNumber: true,
      registeredAt: AT,
      changedAt: AT,
      changedBy: 'hanako',
    });
    expect((await inCity((area) => showIndividualNumber(area, personId)))._unsafeUnwrap()).toBe(individualNumber);
  });

  it('is registered once: neither reference number nor individual number twice in one municipality', async () => {
    const again = (over: Parameters<typeof facts>[0]) => inCity((area) => registerNewPerson(area, facts(over), CHANGE));
    expect((await again({ referenceNumber: '8' }))._unsafeUnwrapErr()).toEqual({ kind: 'taken' });
    expect((await again({ individualNumber: null }))._unsafeUnwrapErr()).toEqual({ kind: 'taken' });
    // People whose number is not known yet are several.
    expect((await again({ referenceNumber: '81', individualNumber: null })).isOk()).toBe(true);
    expect((await again({ referenceNumber: '82', individualNumber: null })).isOk()).toBe(true);
  });

  it('may be known to two municipalities, which see nothing of each other (V8)', async () => {
    const there = await within(filled.store, OTHER_CITY, async (area) => ({
      before: await readPerson(area, personId),
      found: await searchPeople(area, { name: '架空花子' }),
      changed: await changePerson(area, personId, { version: 1, reason: 'mistyped', facts: facts() }, CHANGE),
      number: await showIndividualNumber(area, personId),
      made: await registerNewPerson(area, facts({ name: '架空　移' }), CHANGE),
    }));
    expect(there.before).toBeNull();
    expect(there.found).toEqual({ people: [], more: false });
    expect(there.changed._unsafeUnwrapErr()).toEqual({ kind: 'unknown-person' });
    expect(there.number._unsafeUnwrapErr()).toEqual({ kind: 'unknown-person' });
    expect(there.made.isOk()).toBe(true);
    expect((await inCity((area) => readPerson(area, personId)))?.name).toBe('架空　花子');
  });

  it('is corrected from the version that was read; the row before stays, without the number (V16)', async () => {
    const changed = { ...facts({ name: '架空　華子', movedOn: '2026-11-01' }), individualNumber: undefined };
    const { individualNumber: _, ...wanted } = changed;
    const change = (version: number) =>
      inCity((area) => changePerson(area, personId, { version, reason: 'asked-by-person', facts: wanted }, CHANGE));
    expect((await change(2))._unsafeUnwrapErr()).toEqual({ kind: 'changed-meanwhile' });
    expect((await change(1)).isOk()).toBe(true);
    expect((await change(1))._unsafeUnwrapErr()).toEqual({ kind: 'changed-meanwhile' });
    const next = syntheticNumber(78);
    const number = await inCity((area) =>
      changeIndividualNumber(area, personId, { version: 2, reason: 'mistyped', individualNumber: next }, CHANGE),
    );
    expect(number.isOk()).toBe(true);
    const history = await inCity((area) => readHistory(area, personId));
    expect(history?.map(({ version, change: what, before }) => [version, what, before['name']])).toEqual(
      expect.arrayContaining([
        [2, 'number-changed', '架空　華子'],
        [1, 'corrected', '架空　花子'],
      ]),
    );
    for (const number of [syntheticNumber(77), next]) expect(JSON.stringify(history)).not.toContain(number);
  });

  it('does not take the number of somebody else', async () => {
    const other = await inCity((area) =>
      registerNewPerson(area, facts({ referenceNumber: '90', individualNumber: syntheticNumber(90) }), CHANGE),
    );
    const taken = await inCity((area) =>
      changeIndividualNumber(
        area,
        other._unsafeUnwrap().personId,
        { version: 1, reason: 'mistyped', individualNumber: syntheticNumber(78) },
        CHANGE,
      ),
    );
    expect(taken._unsafeUnwrapErr()).toEqual({ kind: 'taken' });
  });
});

describe('searching', () => {
  const found = async (search: Parameters<typeof searchPeople>[1]) =>
    (await inCity((area) => searchPeople(area, search))).people.map(({ referenceNumber }) => referenceNumber);

  it.each([
    [{ name: '架空　華子' }],
    [{ name: '架空華子' }],
    [{ name: '華子', birthDay: '1985-04-23' }],
    [{ name: 'はなこ', birthDay: '1985-04-23', referenceNumber: '700000000000001' }],
    [{ name: 'ﾊﾅｺ', referenceNumber: '700000000000001' }],
    [{ referenceNumber: '700000000000001' }],
  ])('finds by %o', async (search) => {
    expect(await found(search)).toContain('700000000000001');
  });

  it('finds nobody by what does not fit, by a part of a part, or by the name of before', async () => {
    expect(await found({ name: '華子', birthDay: '1985-04-24' })).toEqual([]);
    expect(await found({ name: '華' })).toEqual([]);
    expect(await found({ referenceNumber: '700000000000002' })).toEqual([]);
    expect(await found({ name: '架空　花子', referenceNumber: '700000000000001' })).toEqual([]);
  });

  it('leaves nothing readable in the database (V9)', async () => {
    const readable: string[] = [];
    for (const table of ['people', 'search_terms', 'person_versions'] as const) {
      const rows = await inCity((area) => area.database.selectFrom(table).selectAll().execute());
      readable.push(...rows.map((row) => JSON.stringify(Object.values(row).map(shown))));
    }
    expect(readable.length).toBeGreaterThan(10);
    for (const secret of ['架空', '華子', '花子', 'カクウ', '1985-04-23', '700000000000001', syntheticNumber(77)]) {
      expect(readable.filter((row) => row.includes(secret))).toEqual([]);
    }
  });
});

/** Bytes as text in both readings that a plain value would have. */
const shown = (value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('utf8') + Buffer.from(value).toString('latin1') : value;
