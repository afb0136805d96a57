/** One use of the app: keys, card, application, and a passport where VRS asks for one. What it read is wiped before it ends (E2). */
import { createHash, randomBytes } from 'node:crypto';
import { err, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type CardReader, wipeCardImage } from '../../card-reader/index.ts';
import { wipePassport } from '../../card-reader/passport/index.ts';
import { AppNameSchema } from '../../server-bridge/app-gateway/index.ts';
import {
  ChallengeSchema,
  type EcPublicJwk,
  type IssuedResult,
  KeySetEnvelopeSchema,
  VisitIdSchema,
  type VrsKeySet,
  verifyVrsKeySet,
} from '../../server-bridge/index.ts';
import type { AppFault } from './app-fault.ts';
import { type Applicant, applyOnce, type Wish } from './apply-once.ts';
import type { GatewayClient } from './gateway-client.ts';
import { type AskPin, type CardOnPhone, readCard } from './read-card.ts';
import { type PassportReading, readPassportChip } from './read-passport-chip.ts';
import { TERMS } from './terms.ts';

const TERMS_DIGEST = createHash('sha256').update(TERMS, 'utf8').digest('hex');
const KEY_SET_WAIT_MS = 10_000;
const CHALLENGE_WAIT_MS = 10_000;
const ANSWER_WAIT_MS = 25_000;

export type AppParts = {
  readonly gateway: GatewayClient;
  /** Pinned: VRS's root key, by which its key set is believed whoever brings it. */
  readonly rootKey: EcPublicJwk;
  readonly reader: CardReader;
  readonly passport: PassportReading | null;
  readonly askPin: AskPin;
  /** Asks for the passport in place of the card. */
  readonly askForPassport: () => void | Promise<void>;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** How long an answer is waited for. */
  readonly waitMs?: number;
};

/** @returns the certificate, verified against pinned keys and against the card that was read; the app alone has it */
export async function useApp(parts: AppParts, wish: Wish): Promise<Result<IssuedResult, AppFault>> {
  const { gateway, reader, now, signal } = parts;
  const keySet = await trustedKeys(parts);
  if (keySet.isErr()) return err(keySet.error);
  const visitId = v.parse(VisitIdSchema, randomBytes(16).toString('base64url'));
  const card = await readCard({
    reader,
    signal,
    askPin: parts.askPin,
    challenge: () => gateway.post('/v1/challenges', { visitId }, ChallengeSchema, CHALLENGE_WAIT_MS),
  });
  if (card.isErr()) return err(card.error);
  const applicant: Applicant = {
    visitId,
    // Another name each time: it says nothing about the phone.
    appName: v.parse(AppNameSchema, `APP-${randomBytes(8).toString('hex').toUpperCase()}`),
    termsDigest: TERMS_DIGEST,
    keySet: keySet.value,
    gateway,
    now,
    waitMs: parts.waitMs ?? ANSWER_WAIT_MS,
  };
  try {
    const first = await applyOnce(applicant, wish, { card: card.value, passport: null });
    const isPassportMissing =
      first.isErr() && first.error.kind === 'refused-by-vrs' && first.error.refusal === 'PASSPORT_NOT_REGISTERED';
    return isPassportMissing && parts.passport !== null
      ? await againWithPassport(parts, applicant, wish, card.value)
      : first;
  } finally {
    wipeCardImage(card.value.image);
    card.value.challengeSignature.fill(0);
  }
}

async function againWithPassport(
  parts: AppParts,
  applicant: Applicant,
  wish: Wish,
  card: CardOnPhone,
): Promise<Result<IssuedResult, AppFault>> {
  await parts.askForPassport();
  const passport = await readPassportChip({ ...parts, insertion: card.insertion });
  if (passport.isErr()) return err(passport.error);
  try {
    return await applyOnce(applicant, wish, { card, passport: passport.value });
  } finally {
    wipePassport(passport.value);
  }
}

async function trustedKeys({ gateway, rootKey, now }: AppParts): Promise<Result<VrsKeySet, AppFault>> {
  const envelope = await gateway.get('/v1/key-set', KeySetEnvelopeSchema, KEY_SET_WAIT_MS);
  if (envelope.isErr()) return err(envelope.error);
  const verified = await verifyVrsKeySet(envelope.value.vrsKeySet, rootKey, now());
  return verified.mapErr(() => ({ kind: 'untrusted-keys' }));
}
