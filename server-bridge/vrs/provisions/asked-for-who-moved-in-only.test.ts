import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { createOperationLog } from '../operation-log/index.ts';
import type { OperationEvent } from '../operation-log/operation-log.ts';
import { registerDose } from '../register/doses.ts';
import { registerNewPerson } from '../register/people.ts';
import { readDoses } from '../register/read-doses.ts';
import {
  AT,
  CHANGE,
  CITY,
  dose,
  facts,
  OTHER_CITY,
  recordingLog,
  staff,
  syntheticNumber,
  within,
} from '../register/register-fixtures.ts';
import { REGULATOR_ROLE } from '../store/roles.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { askMunicipality, type Query } from './ask-municipality.ts';
import { exportProvisions } from './export-provisions.ts';
import {
  countProvisions,
  eraseOldProvisions,
  listProvisions,
  regulatorsView,
  reviewProvision,
} from './provision-log.ts';
import { takeOver } from './take-over.ts';

let filled: FilledStore;
let other: VrsStore;
beforeAll(async () => {
  filled = await filledStore();
  other = createVrsStore({ ...(await filled.another()), masterKey: filled.masterKey });
});
afterAll(() => filled.close());

const NOWHERE = v.parse(MunicipalityCodeSchema, '900099');
const log = recordingLog();
const actor = staff({ provisions: 'exchange', numbers: 'write', records: 'write' });
const parts = () => ({ store: filled.store, log, now: () => AT });
const query = (index: number, over: Partial<Query> = {}): Query => ({
  asked: OTHER_CITY,
  movedInOn: '2026-11-01',
  individualNumber: syntheticNumber(index),
  birthDay: '1985-04-23',
  ...over,
});
const register = (area: typeof CITY, index: number, over: Parameters<typeof facts>[0] = {}) =>
  within(filled.store, area, async (transaction) => {
    const who = facts({ referenceNumber: `${area}${index}`, individualNumber: syntheticNumber(index), ...over });
    return (await registerNewPerson(transaction, who, CHANGE))._unsafeUnwrap().personId;
  });
const rows = (area: typeof CITY) => within(filled.store, area, (transaction) => listProvisions(transaction, {}));

describe('a query about somebody who moved in (V4, V14)', () => {
  it('is answered with the doses of who is known there, without site and doctor, and taken over once', async () => {
    const here = await register(CITY, 601);
    const there = await register(OTHER_CITY, 601);
    await within(filled.store, OTHER_CITY, async (area) => {
      const origin = { source: 'tablet', ticketId: null } as const;
      await registerDose(area, there, dose(), origin, CHANGE);
      await registerDose(area, there, dose({ number: 2, day: '2021-08-01', lot: 'bad' }), origin, CHANGE);
    });
    const answer = (await askMunicipality(parts(), actor, query(601)))._unsafeUnwrap();
    if (answer.kind !== 'provided') throw new Error('provided');
    expect(answer.doubtful).toBe(true);
    expect(answer.doses[0]).toEqual({ ...dose(), vaccinatedIn: OTHER_CITY, site: null, doctor: null });
    const take = (person: string) =>
      within(filled.store, CITY, (area) => takeOver(area, answer.provisionId, person, CHANGE));
    const somebodyElse = await register(CITY, 602);
    expect((await take(somebodyElse))._unsafeUnwrapErr()).toEqual({ kind: 'another-person' });
    expect((await take(here))._unsafeUnwrap()).toEqual({ doses: 2 });
    expect((await take(here))._unsafeUnwrapErr()).toEqual({ kind: 'nothing-left' });
    const doses = await within(filled.store, CITY, (area) => readDoses(area, here));
    expect(doses.map(({ source, doubt }) => [source, doubt])).toEqual([
      ['transfer', null],
      ['transfer', 'said-by-source'],
    ]);
  });

  it.each<[string, number, Partial<Query>, Parameters<typeof facts>[0] | null]>([
    ['nobody of that number', 611, {}, null],
    ['another birth day there', 612, {}, { birthDay: '1985-04-24' }],
    ['somebody under protection', 613, {}, { protected: true }],
  ])('is answered alike for %s: nothing is provided and the number is kept nowhere', async (_, index, over, known) => {
    await register(CITY, index);
    if (known !== null) await register(OTHER_CITY, index, known);
    const unmatched = async () =>
      (await rows(OTHER_CITY)).provisions.filter(({ result, doses }) => result === 'unmatched' && doses === 0);
    const before = await unmatched();
    const answer = await askMunicipality(parts(), actor, query(index, over));
    expect(answer._unsafeUnwrap()).toEqual({ kind: 'unmatched' });
    expect(await unmatched()).toHaveLength(before.length + 1);
    const stored = await within(filled.store, OTHER_CITY, ({ database }) =>
      database.selectFrom('provisions').selectAll().execute(),
    );
    expect(JSON.stringify(stored)).not.toContain(syntheticNumber(index));
    expect(stored.every(({ contents }) => contents === null)).toBe(true);
  });

  it.each<[string, Partial<Query>, string]>([
    ['the own municipality', { asked: CITY }, 'own-area'],
    ['a municipality that is none', { asked: NOWHERE }, 'unknown-municipality'],
    ['a day to come', { movedInOn: '2026-11-21' }, 'not-moved-in'],
    ['a day long gone', { movedInOn: '2025-11-01' }, 'not-moved-in'],
    ['another birth day than registered here', { birthDay: '1985-04-24' }, 'not-moved-in'],
  ])('is refused for %s, and leaves no row', async (_, over, kind) => {
    await register(CITY, 620).catch(() => '');
    const before = await rows(CITY);
    const refused = await askMunicipality(parts(), actor, query(620, over));
    expect(refused._unsafeUnwrapErr()).toEqual({ kind });
    expect(await rows(CITY)).toEqual(before);
  });

  it('is refused about somebody who is not registered here: no fishing in other registers', async () => {
    await register(OTHER_CITY, 630);
    const refused = await askMunicipality(parts(), actor, query(630));
    expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'not-moved-in' });
  });

  it('stands in the log of both sides, each with its own person', () => {
    const events = log.events.slice(0, 2).toSorted((one, two) => (one.operation < two.operation ? -1 : 1));
    const said = ({ operation, target, result, actor: who }: OperationEvent) => [operation, who.area, target, result];
    expect(events.map(said)).toEqual([
      ['query-answered', OTHER_CITY, `${CITY}.hanako`, 'provided'],
      ['query-asked', CITY, OTHER_CITY, 'provided'],
    ]);
  });

  it('of two municipalities that ask each other at once hold each other up, and neither for good', async () => {
    for (const area of [CITY, OTHER_CITY]) for (const index of [641, 642]) await register(area, index);
    const real = createOperationLog({ now: () => AT });
    const ask = (store: VrsStore, area: typeof CITY, asked: typeof CITY, index: number) =>
      askMunicipality({ store, log: real, now: () => AT }, { ...actor, area }, query(index, { asked }));
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => [
        ask(filled.store, CITY, OTHER_CITY, 641),
        ask(other, OTHER_CITY, CITY, 642),
      ]).flat(),
    );
    expect(answers.map((answer) => answer._unsafeUnwrap().kind)).toEqual(Array.from({ length: 10 }, () => 'provided'));
  });
});

describe('the log of provisions (V5)', () => {
  it('shows each side its own rows, newest first, page by page, and is reviewed by name', async () => {
    const asking = await within(filled.store, CITY, (area) => listProvisions(area, { side: 'asking' }, 4));
    expect(asking.more).toBe(true);
    const last = asking.provisions.at(-1)?.provisionId ?? '';
    const next = await within(filled.store, CITY, (area) => listProvisions(area, { side: 'asking', before: last }, 50));
    const ids = [...asking.provisions, ...next.provisions].map(({ provisionId }) => provisionId);
    expect(new Set(ids).size).toBe(ids.length);
    const first = asking.provisions[0]?.provisionId ?? '';
    expect(await within(filled.store, CITY, (area) => reviewProvision(area, first, 'taro', AT))).toBe(true);
    expect(
      await within(filled.store, CITY, (area) => reviewProvision(area, '0'.repeat(8) + last.slice(8), 'x', AT)),
    ).toBe(false);
    const there = await within(filled.store, OTHER_CITY, (area) => listProvisions(area, {}, 100));
    expect(there.provisions.find(({ provisionId }) => provisionId === first)?.reviewedBy ?? null).toBeNull();
    const pieces: string[] = [];
    for await (const piece of exportProvisions(filled.store, CITY, { side: 'asking' }, 5)) pieces.push(piece);
    const [head, ...lines] = pieces.join('').trimEnd().split('\r\n');
    expect(head).toMatch(/^"provision","at","side"/);
    expect(lines.map((line) => line.slice(1, 37))).toEqual(ids);
    expect(await within(filled.store, CITY, (area) => countProvisions(area, { side: 'asking' }))).toBe(ids.length);
    expect(await within(filled.store, CITY, (area) => countProvisions(area, { to: '2020-01-01' }))).toBe(0);
  });

  it('shows the regulator every provision and no person: the database refuses what leads to one', async () => {
    const span = { from: new Date('2026-01-01'), to: new Date('2027-01-01') };
    const seen = await regulatorsView(filled.store, span);
    expect(seen.length).toBeGreaterThan(10);
    expect(JSON.stringify(seen)).not.toMatch(/referenceNumber|personId/);
    for (const column of ['person_id', 'contents'] as const) {
      const looking = filled.store.outsideAreas(
        (database) => database.selectFrom('provisions').select(column).execute(),
        { role: REGULATOR_ROLE },
      );
      await expect(looking).rejects.toThrow(/permission denied/);
    }
    for (const table of ['people', 'doses', 'operation_log', 'certificates'] as const) {
      const looking = filled.store.outsideAreas((database) => database.selectFrom(table).selectAll().execute(), {
        role: REGULATOR_ROLE,
      });
      await expect(looking).rejects.toThrow(/permission denied/);
    }
  });

  it('keeps rows seven years and provided doses thirty days', async () => {
    const count = async () => (await rows(CITY)).provisions.length;
    const before = await count();
    await eraseOldProvisions(filled.store, new Date('2026-12-21T00:00:00.000Z'));
    const left = await within(filled.store, CITY, ({ database }) =>
      database.selectFrom('provisions').select('provision_id').where('contents', 'is not', null).execute(),
    );
    expect(left).toEqual([]);
    expect(await count()).toBe(before);
    await eraseOldProvisions(filled.store, new Date('2033-11-20T01:02:03.455Z'));
    expect(await count()).toBe(before);
    await eraseOldProvisions(filled.store, new Date('2033-11-20T01:02:03.457Z'));
    expect(await count()).toBe(0);
  });
});
