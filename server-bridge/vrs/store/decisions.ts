/**
 * What was decided on each application, by the digest of its sealed bytes: the same application again gets the same
 * certificate and no second one (design §9). Encrypted, and gone when no terminal can use it any more.
 */
import * as v from 'valibot';
import { type AnswerPayload, AnswerPayloadSchema } from '../../protocol/index.ts';
import type { AreaTransaction } from './vrs-store.ts';

export type Decision = AnswerPayload['result'];

const DecisionSchema = AnswerPayloadSchema.entries.result;

/** The decision on an application that was decided before and is still alive. */
export async function findDecision(
  { database, keys }: AreaTransaction,
  digest: string,
  now: Date,
): Promise<Decision | undefined> {
  const row = await database
    .selectFrom('applications')
    .select('decision')
    .where('area', '=', keys.area)
    .where('digest', '=', digest)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return v.parse(DecisionSchema, JSON.parse(keys.decrypt('applications.decision', digest, row.decision)));
}

/** Keeps a decision. The digest is unique in the database: a second decision on one application cannot be written. */
export async function keepDecision(
  { database, keys }: AreaTransaction,
  digest: string,
  decision: Decision,
  expiresAt: Date,
): Promise<void> {
  await database
    .insertInto('applications')
    .values({
      digest,
      area: keys.area,
      decision: keys.encrypt('applications.decision', digest, JSON.stringify(decision)),
      expires_at: expiresAt,
    })
    .execute();
}
