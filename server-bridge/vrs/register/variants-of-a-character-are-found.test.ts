/** The resident register writes which variant of a character a name has; nobody types that. Who is not found would be registered twice (P10). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { registerNewPerson } from './people.ts';
import { CHANGE, CITY, facts, syntheticNumber, within } from './register-fixtures.ts';
import { searchPeople } from './search-people.ts';
import { normalName } from './search-terms.ts';

let filled: FilledStore;
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());

it('a name with a variation selector is found without it, and the other way round', async () => {
  const name = '葛\u{E0100}城　架空子';
  await within(filled.store, CITY, async (area) => {
    const who = facts({ referenceNumber: '5201', individualNumber: syntheticNumber(5201), name });
    await registerNewPerson(area, who, CHANGE);
    for (const typed of ['葛城', '葛\u{E0100}城', '葛\u{E0101}城架空子', '葛\u{FE00}城']) {
      const { people } = await searchPeople(area, { name: typed });
      expect(people.map((person) => person.name)).toEqual([name]);
    }
    expect((await searchPeople(area, { name: '城' })).people).toEqual([]);
  });
});

it('different characters stay different, beyond the basic plane as well', () => {
  expect(new Set(['𠮷野', '吉野', '齋藤', '斎藤', '斉藤', '渡邊', '渡邉'].map(normalName)).size).toBe(7);
});
