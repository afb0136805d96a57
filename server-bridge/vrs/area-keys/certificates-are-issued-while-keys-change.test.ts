/** V9, P3, P7: two nodes issue on while the keys of the area change under them. */
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { makeSyntheticPerson, type SyntheticPerson } from '../../../card-reader/virtual/index.ts';
import type { VrsKeys } from '../../certificates/index.ts';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { answerApplication } from '../issuing/answer-application.ts';
import type { IssuingParts } from '../issuing/issuing-parts.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { makeChallenge } from '../store/challenges.ts';
import { fileMasterKey } from '../store/master-key.ts';
import { createVrsStore } from '../store/vrs-store.ts';
import { loadSyntheticData } from '../synthetic-data/load-synthetic-data.ts';
import { SYNTHETIC_RECORDS } from '../synthetic-data/synthetic-records.ts';
import { apply, issuingParts, newVisitId, readAnswer, type SentApplication, standingClock } from '../vrs-fixtures.ts';
import { type RotationStep, rotateArea } from './rotate-area.ts';

const AREA = v.parse(MunicipalityCodeSchema, '900010');
const PEOPLE = 30;
/** Applications at the same time, half of them to each node. */
const SIDE_BY_SIDE = 6;
const LIMITS = { batchRows: 20, pauseMs: 1, aloneWithinMs: 2_000, tries: 2_000, switchMs: 60_000 };
const clock = standingClock();
const stillWanted = (): boolean => true;
let filled: FilledStore;
let nodes: readonly IssuingParts[];
let vrsKeys: VrsKeys;
const people: readonly SyntheticPerson[] = Array.from({ length: PEOPLE }, (_, seed) => makeSyntheticPerson(seed + 1));

beforeAll(async () => {
  filled = await filledStore();
  const first = await issuingParts(filled.store, clock.now);
  vrsKeys = first.vrsKeys;
  const second = createVrsStore({ ...(await filled.another()), masterKey: filled.masterKey });
  nodes = [first.parts, { ...first.parts, store: second }];
  const record = SYNTHETIC_RECORDS['four-doses'];
  if (record === undefined) throw new Error('the record exists');
  await loadSyntheticData(filled.store, people, Object.fromEntries(people.map(({ id }) => [id, record])));
}, 120_000);
afterAll(() => filled.close());

const pick = <T>(list: readonly T[], index: number): T => {
  const one = list[index % list.length];
  if (one === undefined) throw new Error('the list is not empty');
  return one;
};

type Issued = { readonly who: SyntheticPerson; readonly application: SentApplication; readonly certificateId: string };

/** Sends one application to one node; what it comes to must be this person's certificate. */
async function idOf(who: SyntheticPerson, application: SentApplication, node: IssuingParts): Promise<string> {
  const { header, sealed } = application;
  const answer = await answerApplication({ header, sealed, stillWanted }, node);
  const { result } = await readAnswer(vrsKeys, application, answer._unsafeUnwrap(), clock.now());
  if (result.type !== 'issued') throw new Error(`refused: ${result.refusal}`);
  expect(result.facts.holder.name).toBe(who.name);
  expect(result.facts.holder.birthDate.replaceAll('-', '')).toBe(who.birthDate);
  return result.facts.certificateId;
}

async function issue(index: number): Promise<Issued> {
  const who = pick(people, index);
  const node = pick(nodes, index);
  const visitId = newVisitId();
  const challenge = await makeChallenge(node.store, visitId, new Date(clock.now().getTime() + 60_000));
  const application = await apply(vrsKeys, who, challenge, { visitId });
  return { who, application, certificateId: await idOf(who, application, node) };
}

it('everybody gets the own certificate, and an application that is said again gets the one it had', async () => {
  const before = await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, index) => issue(index)));
  const meanwhile: Issued[] = [];
  let isOver = false;
  const working = Array.from({ length: SIDE_BY_SIDE }, async (_, line) => {
    for (let round = 1; !isOver || round < 3; round += 1) meanwhile.push(await issue(line + round * SIDE_BY_SIDE));
  });
  const steps = new Set<RotationStep>();
  const rotated = await rotateArea(
    {
      store: filled.store,
      masterKey: fileMasterKey(filled.masterKey),
      log: createOperationLog(clock),
      now: clock.now,
      limits: LIMITS,
      // Between any two steps somebody is issued a certificate.
      onStep: async (step) => {
        steps.add(step);
        const had = meanwhile.length;
        await vi.waitFor(() => expect(meanwhile.length).toBeGreaterThan(had), { timeout: 20_000, interval: 5 });
      },
    },
    AREA,
  ).finally(() => {
    isOver = true;
  });
  await Promise.all(working);
  expect(rotated._unsafeUnwrap().generation).toBe(2);
  expect([...steps]).toEqual(expect.arrayContaining(['begun', 'resealed', 'paired', 'switched', 'destroyed']));
  const all = [...before, ...meanwhile];
  expect(new Set(all.map(({ certificateId }) => certificateId)).size).toBe(all.length);
  // Said again to the other node, which had none of these keys in its memory when it first answered.
  for (const [index, { who, application, certificateId }] of all.entries()) {
    expect(await idOf(who, application, pick(nodes, index + 1))).toBe(certificateId);
  }
}, 120_000);
