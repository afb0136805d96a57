/** Challenges for cards to sign: random, for one visit, used once, short-lived. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { type Challenge, ChallengeSchema, type VisitId } from '../../protocol/index.ts';
import type { AreaTransaction, VrsStore } from './vrs-store.ts';

/** Makes and records a challenge. */
export async function makeChallenge(store: VrsStore, visitId: VisitId, expiresAt: Date): Promise<Challenge> {
  const challengeId = randomBytes(16).toString('base64url');
  const challenge = randomBytes(32);
  await store.outsideAreas((database) =>
    database
      .insertInto('challenges')
      .values({ challenge_id: challengeId, visit_id: visitId, challenge, expires_at: expiresAt })
      .execute(),
  );
  return v.parse(ChallengeSchema, {
    challengeId,
    challenge: challenge.toString('base64url'),
    expiresAt: expiresAt.toISOString(),
  });
}

/**
 * Takes a challenge out of the store: of any number of callers at once, on any number of nodes, one gets it. Undefined where
 * it is used up, unknown, of another visit, or past its time.
 */
export async function takeChallenge(
  { database }: AreaTransaction,
  challengeId: string,
  visitId: VisitId,
  now: Date,
): Promise<Uint8Array | undefined> {
  const row = await database
    .deleteFrom('challenges')
    .where('challenge_id', '=', challengeId)
    .where('visit_id', '=', visitId)
    .returning(['challenge', 'expires_at'])
    .executeTakeFirst();
  return row !== undefined && now < row.expires_at ? row.challenge : undefined;
}
