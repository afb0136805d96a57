/** Measures VRS in this process: one application after another, and in parallel, beside the arithmetic it cannot avoid. */
import { makeSyntheticPerson } from '../../card-reader/virtual/index.ts';
import type { VrsKeys } from '../certificates/index.ts';
import type { Challenge } from '../protocol/index.ts';
import { openApplication, sealAnswer, signAnswer } from '../sealing/index.ts';
import { filledStore } from './filled-store.ts';
import { answerApplication } from './issuing/answer-application.ts';
import { checkCard } from './issuing/card-check.ts';
import { certify } from './issuing/certify.ts';
import type { IssuingParts } from './issuing/issuing-parts.ts';
import { makeChallenge } from './store/challenges.ts';
import { loadSyntheticData } from './synthetic-data/load-synthetic-data.ts';
import { SYNTHETIC_RECORDS } from './synthetic-data/synthetic-records.ts';
import { apply, issuingParts, newVisitId, readAnswer, type SentApplication, START } from './vrs-fixtures.ts';

export type Figure = { name: string; value: number; unit: string; floor?: number | string };

const ROUNDS = 200;
const PEOPLE = 50;

/** Application to sealed answer, overseas kind with four doses (two codes to sign); store in memory. */
export async function benchVrs(): Promise<Figure[]> {
  const now = () => START;
  const { store, close } = await filledStore();
  const { parts, vrsKeys } = await issuingParts(store, now);
  const people = Array.from({ length: PEOPLE }, (_, seed) => makeSyntheticPerson(seed + 1));
  const record = SYNTHETIC_RECORDS['passport'];
  if (record === undefined) throw new Error('the record exists');
  await loadSyntheticData(store, people, Object.fromEntries(people.map(({ id }) => [id, record])));
  const prepare = async (index: number): Promise<Prepared> => {
    const who = people[index % PEOPLE];
    if (who === undefined) throw new Error('there are people');
    const visitId = newVisitId();
    const challenge = await makeChallenge(store, visitId, new Date(START.getTime() + 60_000));
    return { challenge, sent: await apply(vrsKeys, who, challenge, { visitId, kind: 'overseas' }) };
  };
  const prepared: Prepared[] = [];
  for (let index = 0; index < 2 * ROUNDS + 20; index += 1) prepared.push(await prepare(index));
  const answer = async ({ sent: { header, sealed } }: Prepared) => {
    const result = await answerApplication({ header, sealed, stillWanted: () => true }, parts);
    if (result.isErr()) throw new Error(`bench application refused: ${result.error}`);
    return result.value;
  };
  for (const one of prepared.splice(0, 20)) await answer(one);

  const timesMs: number[] = [];
  for (const one of prepared.splice(0, ROUNDS)) {
    const startedAt = performance.now();
    await answer(one);
    timesMs.push(performance.now() - startedAt);
  }
  timesMs.sort((a, b) => a - b);

  const startedAt = performance.now();
  await Promise.all(prepared.splice(0, ROUNDS).map(answer));
  const perSecond = ROUNDS / ((performance.now() - startedAt) / 1000);

  const floorMs = await arithmeticMs(parts, vrsKeys, await prepare(0));
  await close();
  const quantile = (share: number) => timesMs[Math.floor(share * (timesMs.length - 1))] ?? Number.NaN;
  return [
    { name: 'VRS application p50', value: quantile(0.5), unit: 'ms', floor: Number(floorMs.toFixed(2)) },
    { name: 'VRS application p99', value: quantile(0.99), unit: 'ms', floor: Number(floorMs.toFixed(2)) },
    {
      name: 'VRS applications in parallel, one process',
      value: perSecond,
      unit: '/s',
      floor: `${Math.round(1000 / floorMs)} by arithmetic alone`,
    },
  ];
}

type Prepared = { readonly challenge: Challenge; readonly sent: SentApplication };

/** HPKE open, card signatures, two certificate signatures, answer signature, HPKE seal: everything but the store. */
async function arithmeticMs(parts: IssuingParts, vrsKeys: VrsKeys, { challenge, sent }: Prepared): Promise<number> {
  const { header, sealed } = sent;
  const answered = await answerApplication({ header, sealed, stillWanted: () => true }, parts);
  if (answered.isErr()) throw new Error('the bench application is answered');
  const payload = await readAnswer(vrsKeys, sent, answered.value, START);
  const { result } = payload;
  if (result.type !== 'issued') throw new Error('the bench application is issued');
  const startedAt = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) {
    const opened = await openApplication({ header, sealed, keys: parts.keys.sealing });
    if (opened.isErr()) throw new Error('the bench application opens');
    const { card, visitId, answerKey } = opened.value.application;
    const { anchors, verifyCard } = parts;
    checkCard({ card, challenge: Buffer.from(challenge.challenge, 'base64url'), anchors, verifyCard });
    await certify(result.facts, START, parts.keys);
    const jws = await signAnswer(payload, parts.keys.answerAt(START));
    await sealAnswer({ jws, visitId, answerKey: Buffer.from(answerKey, 'base64url') });
  }
  return (performance.now() - startedAt) / ROUNDS;
}
