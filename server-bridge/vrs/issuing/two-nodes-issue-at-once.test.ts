import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSyntheticPerson, type SyntheticPerson } from '../../../card-reader/virtual/index.ts';
import type { VrsKeys } from '../../certificates/index.ts';
import { filledStore } from '../filled-store.ts';
import { makeChallenge } from '../store/challenges.ts';
import { createVrsStore } from '../store/vrs-store.ts';
import { loadSyntheticData } from '../synthetic-data/load-synthetic-data.ts';
import { SYNTHETIC_RECORDS } from '../synthetic-data/synthetic-records.ts';
import { apply, issuingParts, newVisitId, person, readAnswer, standingClock } from '../vrs-fixtures.ts';
import { answerApplication } from './answer-application.ts';
import type { IssuingParts } from './issuing-parts.ts';

const APPLICATIONS = 120;
const PEOPLE = 40;
const clock = standingClock();
const stillWanted = () => true;
let close: () => Promise<void>;
let nodes: IssuingParts[];
let vrsKeys: VrsKeys;
let people: SyntheticPerson[];

beforeAll(async () => {
  const filled = await filledStore();
  close = filled.close;
  // The second node has its own query builder, caches and key objects; only the database is shared.
  const second = await filled.another();
  const first = await issuingParts(filled.store, clock.now);
  vrsKeys = first.vrsKeys;
  nodes = [first.parts, { ...first.parts, store: createVrsStore({ ...second, masterKey: filled.masterKey }) }];
  people = Array.from({ length: PEOPLE }, (_, seed) => makeSyntheticPerson(seed + 1));
  const record = SYNTHETIC_RECORDS['four-doses'];
  if (record === undefined) throw new Error('the record exists');
  await loadSyntheticData(filled.store, people, Object.fromEntries(people.map(({ id }) => [id, record])));
}, 120_000);
afterAll(() => close());

const node = (index: number): IssuingParts => {
  const parts = nodes[index % nodes.length];
  if (parts === undefined) throw new Error('there are nodes');
  return parts;
};

async function prepare(who: SyntheticPerson) {
  const visitId = newVisitId();
  const expiresAt = new Date(clock.now().getTime() + 60_000);
  return await apply(vrsKeys, who, await makeChallenge(node(0).store, visitId, expiresAt), { visitId });
}

describe('many applications at the same instant on two nodes with one store (invariant H)', () => {
  it('each get their own person’s certificate under an id of its own, with the clock standing still (P3)', async () => {
    const sent = await Promise.all(
      Array.from({ length: APPLICATIONS }, async (_, index) => {
        const who = people[index % PEOPLE];
        if (who === undefined) throw new Error('there are people');
        return { who, application: await prepare(who) };
      }),
    );
    const answers = await Promise.all(
      sent.map(({ application: { header, sealed } }, index) =>
        answerApplication({ header, sealed, stillWanted }, node(index)),
      ),
    );
    const ids = new Set<string>();
    for (const [index, answer] of answers.entries()) {
      const { who, application } = sent[index] ?? {};
      if (who === undefined || application === undefined) throw new Error('as many answers as applications');
      const { result } = await readAnswer(vrsKeys, application, answer._unsafeUnwrap(), clock.now());
      if (result.type !== 'issued') throw new Error(`refused: ${result.refusal}`);
      expect(result.facts.holder.name).toBe(who.name);
      expect(result.facts.holder.birthDate.replaceAll('-', '')).toBe(who.birthDate);
      ids.add(result.facts.certificateId);
    }
    expect(ids.size).toBe(APPLICATIONS);
  });

  it('the same application on both nodes at once gives one certificate', async () => {
    const { header, sealed, ...rest } = await prepare(person('ichiyo'));
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => answerApplication({ header, sealed, stillWanted }, node(index))),
    );
    const results = await Promise.all(
      answers.map((answer) => readAnswer(vrsKeys, { header, sealed, ...rest }, answer._unsafeUnwrap(), clock.now())),
    );
    const ids = results.map(({ result }) => (result.type === 'issued' ? result.facts.certificateId : result.refusal));
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[A-Z0-9]{12}$/);
    const recorded = await node(0).store.inArea(header.municipality, ({ database }) =>
      database
        .selectFrom('certificates')
        .select('certificate_id')
        .where('certificate_id', '=', ids[0] ?? '')
        .execute(),
    );
    expect(recorded).toHaveLength(1);
  });

  it('one challenge serves one of many different applications', async () => {
    const visitId = newVisitId();
    const challenge = await makeChallenge(node(0).store, visitId, new Date(clock.now().getTime() + 60_000));
    const sent = await Promise.all(
      Array.from({ length: 8 }, () => apply(vrsKeys, person('ichiyo'), challenge, { visitId })),
    );
    const answers = await Promise.all(
      sent.map(({ header, sealed }, index) => answerApplication({ header, sealed, stillWanted }, node(index))),
    );
    const kinds = await Promise.all(
      answers.map(async (answer, index) => {
        const application = sent[index];
        if (application === undefined) throw new Error('as many answers as applications');
        const { result } = await readAnswer(vrsKeys, application, answer._unsafeUnwrap(), clock.now());
        return result.type === 'issued' ? 'issued' : result.refusal;
      }),
    );
    expect(kinds.filter((kind) => kind === 'issued')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'CHALLENGE_EXPIRED')).toHaveLength(7);
  });
});
