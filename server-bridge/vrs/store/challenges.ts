/**
 * Challenges for cards to sign: random, for one visit, short-lived, used once. One exception: where only the passport was
 * missing, the same visit may come back once more with one, and the card is not asked again.
 */
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

export type TakenChallenge = {
  readonly challenge: Uint8Array;
  /** It was used before, and now for the last time. */
  readonly keptForPassport: boolean;
};

/**
 * Takes a challenge out of the store: of any number of callers at once, on any number of nodes, one gets it. Undefined where
 * it is used up, unknown, of another visit, or past its time.
 */
export async function takeChallenge(
  { database, keys }: AreaTransaction,
  o: {
    readonly challengeId: string;
    readonly visitId: VisitId;
    /** A challenge that was kept for a passport is taken by an application with one only. */
    readonly withPassport: boolean;
    readonly now: Date;
  },
): Promise<TakenChallenge | undefined> {
  const row = await database
    .deleteFrom('challenges')
    .where('challenge_id', '=', o.challengeId)
    .where('visit_id', '=', o.visitId)
    .returning(['challenge', 'expires_at', 'kept_for_passport_in'])
    .executeTakeFirst();
  if (row === undefined || o.now >= row.expires_at) return undefined;
  const { challenge, kept_for_passport_in: area } = row;
  if (area === null) return { challenge, keptForPassport: false };
  return o.withPassport && area === keys.area ? { challenge, keptForPassport: true } : undefined;
}

/** Puts a challenge that was just taken back for one application with a passport, of the same visit in the same area. */
export async function keepForPassport(
  { database, keys }: AreaTransaction,
  kept: {
    readonly challengeId: string;
    readonly visitId: VisitId;
    readonly challenge: Uint8Array;
    readonly expiresAt: Date;
  },
): Promise<void> {
  await database
    .insertInto('challenges')
    .values({
      challenge_id: kept.challengeId,
      visit_id: kept.visitId,
      challenge: kept.challenge,
      expires_at: kept.expiresAt,
      kept_for_passport_in: keys.area,
    })
    .execute();
}
