/**
 * The signed answer of VRS and every check by which a terminal knows that it is the answer to this visit's application and
 * no other (invariant A; P1, P3). What the certificate inside says about the person is checked by the release check.
 */
import { err, ok, type Result } from 'neverthrow';
import {
  ANSWER_TYPE,
  type AnswerPayload,
  AnswerPayloadSchema,
  type CertificateKind,
  type MunicipalityCode,
  type TerminalId,
  type VisitId,
  type VrsKeySet,
} from '../protocol/index.ts';
import type { Es256Signer } from './es256-signer.ts';
import { CLOCK_TOLERANCE_MS, type SignatureError, signMessage, verifyMessage } from './signed-message.ts';

/** An answer older than this is not taken any more. */
export const ANSWER_LIFE_MS = 10 * 60_000;

/** Why an answer is not the answer to this visit. */
export type AnswerError =
  | SignatureError
  | { readonly kind: 'other-visit' }
  | { readonly kind: 'other-nonce' }
  | { readonly kind: 'other-application' }
  | { readonly kind: 'other-terminal' }
  | { readonly kind: 'stale' };

/** What this visit sent; the answer must repeat all of it. */
export type ExpectedAnswer = {
  readonly visitId: VisitId;
  readonly terminalId: TerminalId;
  readonly municipality: MunicipalityCode;
  readonly kind: CertificateKind;
  readonly nonce: string;
  readonly applicationDigest: string;
};

/** Compact JWS of an answer. */
export function signAnswer(payload: AnswerPayload, signer: Es256Signer): Promise<string> {
  return signMessage(ANSWER_TYPE, payload, signer);
}

/** Verifies an answer against the key set (which the caller has verified) and against what the visit sent. */
export async function verifyAnswer(o: {
  readonly jws: string;
  readonly keySet: VrsKeySet;
  readonly expect: ExpectedAnswer;
  readonly now: Date;
}): Promise<Result<AnswerPayload, AnswerError>> {
  if (Date.parse(o.keySet.expiresAt) <= o.now.getTime()) return err({ kind: 'untrusted-key' });
  const verified = await verifyMessage({
    jws: o.jws,
    type: ANSWER_TYPE,
    keys: o.keySet.answerKeys,
    schema: AnswerPayloadSchema,
  });
  if (verified.isErr()) return err(verified.error);
  const answer = verified.value;
  if (answer.visitId !== o.expect.visitId) return err({ kind: 'other-visit' });
  if (answer.terminalId !== o.expect.terminalId) return err({ kind: 'other-terminal' });
  if (answer.nonce !== o.expect.nonce) return err({ kind: 'other-nonce' });
  if (answer.applicationDigest !== o.expect.applicationDigest) return err({ kind: 'other-application' });
  if (!answersTheQuestion(answer, o.expect)) return err({ kind: 'other-application' });
  const ageMs = o.now.getTime() - Date.parse(answer.answeredAt);
  if (ageMs > ANSWER_LIFE_MS || ageMs < -CLOCK_TOLERANCE_MS) return err({ kind: 'stale' });
  return ok(answer);
}

/** Municipality and kind, also inside the certificate's facts: the signed parts of one answer must not contradict. */
function answersTheQuestion(answer: AnswerPayload, expect: ExpectedAnswer): boolean {
  if (answer.municipality !== expect.municipality || answer.kind !== expect.kind) return false;
  if (answer.result.type === 'refused') return true;
  const { facts, vdsNc } = answer.result;
  return (
    facts.kind === expect.kind &&
    facts.municipality.code === expect.municipality &&
    (expect.kind === 'overseas') === (vdsNc !== null) &&
    (expect.kind === 'overseas') === (facts.holder.passport !== null)
  );
}
