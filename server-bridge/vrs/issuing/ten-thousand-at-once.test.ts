/**
 * P1, P3, P7: ten thousand applications of different people at one instant, to two nodes that are processes of their own on one
 * PostgreSQL, with the clock standing still. Some go to both nodes, as when an answer was lost.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeSyntheticPerson, type SyntheticPerson } from '../../../card-reader/virtual/index.ts';
import { type PrivatePostgres, startPrivatePostgres } from '../../../tests/fleet/private-postgres.ts';
import { generateVrsKeys, type VrsKeys } from '../../certificates/index.ts';
import { makeChallenge } from '../store/challenges.ts';
import { openDatabase } from '../store/open-store.ts';
import { registerAreas } from '../store/register-area.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { loadSyntheticData } from '../synthetic-data/load-synthetic-data.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../synthetic-data/municipalities.ts';
import { SYNTHETIC_RECORDS } from '../synthetic-data/synthetic-records.ts';
import { apply, newVisitId, readAnswer, type SentApplication, START } from '../vrs-fixtures.ts';
import { type NodeProcess, startNode } from './testing/start-node.ts';

const APPLICATIONS = 10_000;
/** Different people; each applies several times, as in several stores at once. */
const PEOPLE = 500;
/** One in so many is sent to both nodes. */
const TWICE_EVERY = 20;
const LIMIT_MS = 900_000;

let postgres: PrivatePostgres;
let store: VrsStore;
let vrsKeys: VrsKeys;
let nodes: NodeProcess[];
const people: SyntheticPerson[] = Array.from({ length: PEOPLE }, (_, seed) => makeSyntheticPerson(seed + 1));

beforeAll(async () => {
  postgres = await startPrivatePostgres({ hasty: true });
  const masterKey = randomBytes(32);
  const opened = (await openDatabase({ kind: 'postgres', url: postgres.url }))._unsafeUnwrap();
  await registerAreas(opened.database, masterKey, SYNTHETIC_MUNICIPALITIES);
  store = createVrsStore({ ...opened, masterKey });
  const record = SYNTHETIC_RECORDS['four-doses'];
  if (record === undefined) throw new Error('the record exists');
  await loadSyntheticData(store, people, Object.fromEntries(people.map(({ id }) => [id, record])));
  vrsKeys = await generateVrsKeys({ iss: 'https://vc.vrs.example/issuer', now: START });
  const begin = {
    type: 'begin',
    url: postgres.url,
    masterKey: masterKey.toString('base64'),
    keys: vrsKeys,
    at: START.toISOString(),
  } as const;
  nodes = await Promise.all([startNode(begin), startNode(begin)]);
}, 240_000);
afterAll(async () => {
  await Promise.all((nodes ?? []).map((node) => node.end()));
  await store?.close();
  await postgres?.stop();
});

const pick = <T>(list: readonly T[], index: number): T => {
  const one = list[index % list.length];
  if (one === undefined) throw new Error('the list is not empty');
  return one;
};

it(
  'each person gets the own certificate, every id once, nothing issued twice',
  async () => {
    const sent: { who: SyntheticPerson; application: SentApplication }[] = [];
    for (let index = 0; index < APPLICATIONS; index += 1) {
      const who = pick(people, index);
      const visitId = newVisitId();
      const challenge = await makeChallenge(store, visitId, new Date(START.getTime() + 60_000));
      sent.push({ who, application: await apply(vrsKeys, who, challenge, { visitId }) });
    }
    const answers = await Promise.all(
      sent.map(async ({ application }, index) => {
        const first = pick(nodes, index).ask(application);
        if (index % TWICE_EVERY !== 0) return [await first];
        return await Promise.all([first, pick(nodes, index + 1).ask(application)]);
      }),
    );
    const ids = new Set<string>();
    for (const [index, each] of answers.entries()) {
      const { who, application } = pick(sent, index);
      const idsOfOne = new Set<string>();
      for (const answer of each) {
        if (answer === null) throw new Error('refused');
        const { result } = await readAnswer(vrsKeys, application, answer, START);
        if (result.type !== 'issued') throw new Error(`refused: ${result.refusal}`);
        expect(result.facts.holder.name).toBe(who.name);
        expect(result.facts.holder.birthDate.replaceAll('-', '')).toBe(who.birthDate);
        idsOfOne.add(result.facts.certificateId);
      }
      expect(idsOfOne.size).toBe(1);
      for (const id of idsOfOne) ids.add(id);
    }
    expect(ids.size).toBe(APPLICATIONS);
    const recorded = await Promise.all(
      (await store.areas()).map((area) =>
        store.inArea(area, ({ database }) => database.selectFrom('certificates').select('certificate_id').execute()),
      ),
    );
    expect(
      recorded
        .flatMap((rows) => rows ?? [])
        .map((row) => row.certificate_id)
        .toSorted(),
    ).toEqual([...ids].toSorted());
  },
  LIMIT_MS,
);
