/**
 * One sealed application in, one sealed answer out (design §9). Until the envelope is open VRS can only refuse to the relay;
 * from then on every refusal is sealed to the visit, so that the center learns nothing (invariant C).
 */
import { err, ok, type Result } from 'neverthrow';
import { TokenSigningFailed } from '../../hardware-keys/index.ts';
import type { Application, ApplicationHeader, RelayRefusal, VrsRefusal } from '../../protocol/index.ts';
import { ANSWER_LIFE_MS, openApplication, sealAnswer, signAnswer } from '../../sealing/index.ts';
import { NoUsableKey } from '../signing-keys.ts';
import { keepForPassport, type TakenChallenge, takeChallenge } from '../store/challenges.ts';
import { type Decision, findDecision, keepDecision } from '../store/decisions.ts';
import { UnreadableField } from '../store/field-cipher.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import type { VrsEvent } from '../vrs-events.ts';
import { decide } from './decide.ts';
import type { IssuingDoor, IssuingParts } from './issuing-parts.ts';
import { stillStands } from './still-stands.ts';

/** What the relay is told where no sealed answer can be given. */
export type IssuingRefusal = Extract<RelayRefusal, 'MALFORMED' | 'UNAVAILABLE'>;

/** How long a challenge is kept for a passport: time to lay it down twice, with a second attempt. */
const PASSPORT_LIFE_MS = 5 * 60_000;

/** Thrown inside a transaction to roll it back when the caller has gone (P1). */
class NobodyWaits extends Error {}

/**
 * Answers an application.
 *
 * @param o.stillWanted asked right before anything becomes final; false rolls everything back
 */
export async function answerApplication(
  o: {
    readonly header: ApplicationHeader;
    readonly sealed: Uint8Array;
    /** Recorded with the certificate; a kiosk's where nothing is said. */
    readonly through?: IssuingDoor;
    readonly stillWanted: () => boolean;
  },
  parts: IssuingParts,
): Promise<Result<Uint8Array, IssuingRefusal>> {
  if (!o.stillWanted()) return refuseUnwanted(parts);
  const opened = await openApplication({ header: o.header, sealed: o.sealed, keys: parts.keys.sealing });
  if (opened.isErr()) {
    parts.report('APPLICATION_UNREADABLE');
    return err('MALFORMED');
  }
  const { application, digest } = opened.value;
  const decided = agrees(o.header, application)
    ? await decideInArea(application, digest, o, parts)
    : ok(refusal('APPLICATION_REFUSED'));
  if (decided.isErr()) return err(decided.error);
  return await sealed(application, digest, decided.value, parts);
}

const refusal = (reason: VrsRefusal): Decision => ({ type: 'refused', refusal: reason });

/** What a failed decision is reported as. */
function eventOf(cause: unknown): VrsEvent {
  if (cause instanceof UnreadableField) return 'RECORD_UNREADABLE';
  if (cause instanceof NoUsableKey) return 'SIGNING_KEY_ENDED';
  if (cause instanceof TokenSigningFailed) return 'TOKEN_FAILED';
  return 'STORE_FAILED';
}

function refuseUnwanted(parts: IssuingParts): Result<never, IssuingRefusal> {
  parts.report('NOBODY_WAITS');
  return err('UNAVAILABLE');
}

/** What the relay routes by must be what the terminal sealed. */
function agrees(header: ApplicationHeader, application: Application): boolean {
  return (
    header.visitId === application.visitId &&
    header.terminalId === application.terminalId &&
    header.municipality === application.municipality
  );
}

async function decideInArea(
  application: Application,
  digest: string,
  { stillWanted, through = 'kiosk' }: { readonly stillWanted: () => boolean; readonly through?: IssuingDoor },
  parts: IssuingParts,
): Promise<Result<Decision, IssuingRefusal>> {
  try {
    const outcome = await parts.store.inArea(application.municipality, async (transaction) => {
      const made = await decideOnce(transaction, application, { digest, through }, parts);
      if (!stillWanted()) throw new NobodyWaits();
      return made;
    });
    if (outcome === undefined) return ok(refusal('CITY_STOPPED'));
    // Only now: what is rolled back has not happened.
    parts.report(outcome.event);
    return ok(outcome.decision);
  } catch (cause) {
    if (cause instanceof NobodyWaits) return refuseUnwanted(parts);
    parts.report(eventOf(cause));
    return err('UNAVAILABLE');
  }
}

type Outcome = { readonly decision: Decision; readonly event: VrsEvent };

/** The decision made before on the same sealed bytes, or a new one for which the challenge is used up. */
async function decideOnce(
  transaction: AreaTransaction,
  application: Application,
  { digest, through }: { readonly digest: string; readonly through: IssuingDoor },
  parts: IssuingParts,
): Promise<Outcome> {
  const before = await findDecision(transaction, digest, parts.now());
  if (before !== undefined) return await repeated(transaction, application, before);
  const taken = await takeChallenge(transaction, {
    challengeId: application.card.challengeId,
    visitId: application.visitId,
    withPassport: application.kind === 'overseas' && application.passport !== undefined,
    now: parts.now(),
  });
  if (taken === undefined) {
    // The same application may have been decided by another node while this one waited for the challenge.
    const meanwhile = await findDecision(transaction, digest, parts.now());
    return meanwhile === undefined
      ? declined('CHALLENGE_EXPIRED')
      : await repeated(transaction, application, meanwhile);
  }
  const result = await decide(transaction, application, { challenge: taken.challenge, through }, parts);
  if (result.isErr() && mayComeBack(application, taken, result.error, parts)) {
    const { visitId, card } = application;
    const expiresAt = new Date(parts.now().getTime() + PASSPORT_LIFE_MS);
    const { challenge } = taken;
    await keepForPassport(transaction, { challengeId: card.challengeId, visitId, challenge, expiresAt });
  }
  const outcome: Outcome = result.isOk()
    ? { decision: result.value, event: 'CERTIFICATE_ISSUED' }
    : declined(result.error);
  await keepDecision(transaction, digest, outcome.decision, new Date(parts.now().getTime() + ANSWER_LIFE_MS));
  return outcome;
}

/** The same answer again, unless the register says otherwise by now. */
async function repeated(transaction: AreaTransaction, application: Application, decision: Decision): Promise<Outcome> {
  if (decision.type === 'issued' && !(await stillStands(transaction, application, decision.facts))) {
    return declined('CHALLENGE_EXPIRED');
  }
  return { decision, event: 'DECISION_REPEATED' };
}

/** Whether nothing but a passport was missing, for the first time in this visit. */
function mayComeBack(
  application: Application,
  taken: TakenChallenge,
  reason: VrsRefusal,
  parts: IssuingParts,
): boolean {
  if (parts.passportProof === null || taken.keptForPassport || application.passport !== undefined) return false;
  return reason === 'PASSPORT_NOT_REGISTERED';
}

function declined(reason: VrsRefusal): Outcome {
  const forged = reason === 'CARD_NOT_GENUINE' || reason === 'PASSPORT_NOT_GENUINE';
  return { decision: refusal(reason), event: forged ? reason : 'APPLICATION_DECLINED' };
}

async function sealed(
  application: Application,
  digest: string,
  result: Decision,
  parts: IssuingParts,
): Promise<Result<Uint8Array, IssuingRefusal>> {
  const { visitId, terminalId, municipality, kind, nonce } = application;
  const answeredAt = parts.now().toISOString();
  const payload = { v: 1 as const, visitId, terminalId, municipality, kind, nonce, applicationDigest: digest };
  let jws: string;
  try {
    jws = await signAnswer({ ...payload, answeredAt, result }, parts.keys.answerAt(parts.now()));
  } catch (cause) {
    // The decision is kept: the same application gets its answer once the token is back.
    parts.report(eventOf(cause));
    return err('UNAVAILABLE');
  }
  const answerKey = Buffer.from(application.answerKey, 'base64url');
  const envelope = await sealAnswer({ jws, visitId, answerKey });
  // A terminal whose key is no key cannot be answered; it learns that its message was wrong.
  return envelope.mapErr(() => 'MALFORMED' as const);
}
