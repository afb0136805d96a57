/** A challenge is of one visit, for one application, until an instant: tried on two nodes at once and at the instant itself. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { VrsKeys } from '../../certificates/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { makeChallenge } from '../store/challenges.ts';
import { createVrsStore } from '../store/vrs-store.ts';
import {
  apply,
  issuingParts,
  newVisitId,
  person,
  readAnswer,
  type SentApplication,
  standingClock,
} from '../vrs-fixtures.ts';
import { answerApplication } from './answer-application.ts';
import type { IssuingParts } from './issuing-parts.ts';

const clock = standingClock();
let filled: FilledStore;
let nodes: IssuingParts[];
let vrsKeys: VrsKeys;

beforeAll(async () => {
  filled = await filledStore();
  const first = await issuingParts(filled.store, clock.now);
  vrsKeys = first.vrsKeys;
  const second = createVrsStore({ ...(await filled.another()), masterKey: filled.masterKey });
  nodes = [first.parts, { ...first.parts, store: second }];
}, 120_000);
afterAll(() => filled.close());

async function resultOf(sent: SentApplication, index: number): Promise<string> {
  const parts = nodes[index % nodes.length];
  if (parts === undefined) throw new Error('there are nodes');
  const { header, sealed } = sent;
  const answer = await answerApplication({ header, sealed, stillWanted: () => true }, parts);
  const { result } = await readAnswer(vrsKeys, sent, answer._unsafeUnwrap(), clock.now());
  return result.type === 'issued' ? 'issued' : result.refusal;
}

const challengeUntil = (visitId: ReturnType<typeof newVisitId>, ms: number) =>
  makeChallenge(filled.store, visitId, new Date(clock.now().getTime() + ms));

it('another visit that comes with it at the same time gets nothing and takes nothing away', async () => {
  for (let round = 0; round < 5; round += 1) {
    const own = newVisitId();
    const challenge = await challengeUntil(own, 60_000);
    const strangers = await Promise.all(
      Array.from({ length: 4 }, () => apply(vrsKeys, person('ichiyo'), challenge, { visitId: newVisitId() })),
    );
    const rightful = await apply(vrsKeys, person('ichiyo'), challenge, { visitId: own });
    const all = [...strangers.slice(0, 2), rightful, ...strangers.slice(2)];
    const results = await Promise.all(all.map((sent, index) => resultOf(sent, index + round)));
    expect(results).toEqual([
      'CHALLENGE_EXPIRED',
      'CHALLENGE_EXPIRED',
      'issued',
      'CHALLENGE_EXPIRED',
      'CHALLENGE_EXPIRED',
    ]);
  }
});

it('it is good until the instant before it ends, and not at the instant itself', async () => {
  const inTime = newVisitId();
  const early = await apply(vrsKeys, person('ichiyo'), await challengeUntil(inTime, 60_000), { visitId: inTime });
  const tooLate = newVisitId();
  const late = await apply(vrsKeys, person('ichiyo'), await challengeUntil(tooLate, 60_000), { visitId: tooLate });
  clock.move(59_999);
  expect(await resultOf(early, 0)).toBe('issued');
  clock.move(1);
  expect(await resultOf(late, 1)).toBe('CHALLENGE_EXPIRED');
  // Too late is too late: nothing of it comes back with a clock that is set right.
  clock.move(-1);
  expect(await resultOf(late, 0)).toBe('CHALLENGE_EXPIRED');
});

it('the same application in another area finds neither the challenge nor the decision of the first', async () => {
  const visitId = newVisitId();
  const challenge = await challengeUntil(visitId, 60_000);
  const here = await apply(vrsKeys, person('ichiyo'), challenge, { visitId });
  const there = await apply(vrsKeys, person('ichiyo'), challenge, { visitId, municipality: '900028' });
  const results = await Promise.all([resultOf(here, 0), resultOf(there, 1)]);
  // One of the two has it, whichever came first; never both.
  expect(results.filter((one) => one === 'CHALLENGE_EXPIRED')).toHaveLength(1);
  expect(['issued', 'NO_RECORD_CHECK_CITY']).toContain(results.find((one) => one !== 'CHALLENGE_EXPIRED'));
});
