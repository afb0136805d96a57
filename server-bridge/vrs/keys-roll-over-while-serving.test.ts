import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ANNOUNCEMENT_MS,
  generateVrsKeys,
  rollOverVrsKeys,
  type VrsKeys,
  verifyHealthCard,
  vrsPublicKeySet,
} from '../certificates/index.ts';
import { type FilledStore, filledStore } from './filled-store.ts';
import { answerApplication } from './issuing/answer-application.ts';
import { useKeys } from './signing-keys.ts';
import { makeChallenge } from './store/challenges.ts';
import { apply, issuingParts, newVisitId, person, readAnswer, START, standingClock } from './vrs-fixtures.ts';

const DAY_MS = 86_400_000;
let filled: FilledStore;

beforeAll(async () => {
  filled = await filledStore();
}, 120_000);
afterAll(() => filled.close());

/** One application: sealed by what a terminal knows (`seen`), answered by a node with its keys (`node`), at one time. */
async function visit(o: { seen: VrsKeys; node: VrsKeys; at: Date; seenAt?: Date }) {
  const { parts, events } = await issuingParts(filled.store, () => o.at);
  const keys = (await useKeys(o.node))._unsafeUnwrap();
  const visitId = newVisitId();
  const challenge = await makeChallenge(filled.store, visitId, new Date(o.at.getTime() + 60_000));
  const sent = await apply(o.seen, person('ichiyo'), challenge, { visitId });
  const answer = await answerApplication({ ...sent, stillWanted: () => true }, { ...parts, keys });
  if (answer.isErr()) return { refusal: answer.error, events };
  const { result } = await readAnswer(o.seen, sent, answer.value, o.at);
  if (result.type !== 'issued') throw new Error(`refused: ${result.refusal}`);
  const { iss, keys: known } = vrsPublicKeySet(o.seen, o.at).healthCard;
  const verified = verifyHealthCard({ jws: result.healthCard, iss, keys: known, now: o.at });
  const header: unknown = JSON.parse(Buffer.from(result.healthCard.split('.')[0] ?? '', 'base64url').toString('utf8'));
  return { paper: result.healthCard, verified: verified.isOk(), header, events };
}

describe('a roll-over of VRS’s keys', () => {
  it('never leaves a terminal or a paper behind: announced, changed, a year later (P14)', async () => {
    const clock = standingClock();
    const first = await generateVrsKeys({ iss: 'https://vc.vrs.example/issuer', now: START });
    const before = await visit({ seen: first, node: first, at: START });
    expect(before.verified).toBe(true);

    clock.move(300 * DAY_MS);
    const rolledAt = clock.now();
    const second = await rollOverVrsKeys(first, { now: rolledAt });
    const [oldKey, newKey] = second.healthCard.keys.map(({ key }) => key.kid);
    // Announced: a node with the new file and a terminal with either set understand each other.
    for (const seen of [first, second]) {
      const announced = await visit({ seen, node: second, at: new Date(rolledAt.getTime() + DAY_MS) });
      expect(announced).toMatchObject({ verified: true, header: { kid: oldKey } });
    }
    // Changed, without any restart: the new keys sign, whoever has the newer set follows, and a late node still opens.
    const changedAt = new Date(rolledAt.getTime() + ANNOUNCEMENT_MS + 1);
    const changed = await visit({ seen: second, node: second, at: changedAt });
    expect(changed).toMatchObject({ verified: true, header: { kid: newKey } });

    // A year later: the old paper still verifies with the newest set, the newest paper too.
    clock.move(365 * DAY_MS);
    const third = await rollOverVrsKeys(second, { now: clock.now() });
    const { iss, keys } = vrsPublicKeySet(third, clock.now()).healthCard;
    expect(keys).toHaveLength(3);
    for (const paper of [before.paper, changed.paper]) {
      expect(verifyHealthCard({ jws: paper ?? '', iss, keys, now: clock.now() }).isOk()).toBe(true);
    }
    // Of the oldest card key nothing private is left.
    const { retired } = third.healthCard;
    expect(retired.map(({ kid }) => kid)).toEqual([oldKey]);
    expect(retired[0]).not.toHaveProperty('d');
  });

  it('that everybody forgot ends issuing, with a word about it, before anything is signed that nobody accepts', async () => {
    const keys = await generateVrsKeys({ iss: 'https://vc.vrs.example/issuer', now: START });
    const late = await visit({ seen: keys, node: keys, at: new Date(START.getTime() + 420 * DAY_MS) });
    expect(late).toEqual({ refusal: 'UNAVAILABLE', events: ['SIGNING_KEY_ENDED'] });
  });
});
