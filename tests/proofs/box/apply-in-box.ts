/**
 * An application without rendering: what comes back is opened, verified and matched with the card by the product's own checks,
 * and the page is the signed payload itself. Everything that decides whose paper it is, is real; only the ink is not.
 */
import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Applied, HostLink, Vault } from '../../../kiosk/visit/process/index.ts';
import { matchRightPerson, residentRefusal } from '../../../kiosk/visit/process/index.ts';
import {
  type CertificateFacts,
  CertificateFactsSchema,
  type MunicipalityCode,
  type TerminalId,
  type VisitId,
  type VrsKeySet,
  verifyAnswer,
} from '../../../server-bridge/index.ts';
import type { FakeTime } from './fake-time.ts';
import { openBlob, sealBlob } from './sealed-blob.ts';

const RELAY_LIMIT_MS = 25_000;

const EnvelopeSchema = v.strictObject({ answerKey: v.string(), jws: v.string() });
const PageSchema = v.strictObject({ facts: CertificateFactsSchema, healthCard: v.string() });

/** Whose certificate a sheet is, read off the bytes on it; null for bytes that are no page. */
export function subjectOf(bytes: Uint8Array): CertificateFacts['holder'] | null {
  const page = v.safeParse(v.pipe(v.string(), v.parseJson(), PageSchema), Buffer.from(bytes).toString('utf8'));
  return page.success ? page.output.facts.holder : null;
}

export type BoxApplication = {
  visitId: VisitId;
  terminalId: TerminalId;
  keySet: VrsKeySet;
  link: HostLink;
  vault: Vault;
  now: () => Date;
  time: FakeTime;
  /** False in a mutant that proves the proof: whatever comes is taken for this person's. */
  checksRightPerson: boolean;
};

export async function applyInBox(
  o: BoxApplication,
  choice: { kind: 'domestic' | 'overseas'; municipality: MunicipalityCode },
  signal: AbortSignal,
): Promise<Applied> {
  const { link, vault, keySet } = o;
  const card = vault.card;
  if (card === null) return { type: 'refused', refusal: 'UNAVAILABLE' };
  const rightPerson = (fault: string): Applied => {
    link.send({ type: 'right-person-failed', fault });
    return { type: 'right-person' };
  };
  const nonce = randomBytes(32).toString('base64url');
  const answerKey = randomBytes(16).toString('base64url');
  const { visitId, terminalId } = o;
  const { name, birthDate } = card.holder;
  const holder = { name, birthDate: `${birthDate.slice(0, 4)}-${birthDate.slice(4, 6)}-${birthDate.slice(6, 8)}` };
  const sealed = sealBlob({ visitId, terminalId, ...choice, nonce, answerKey, holder });
  const header = { v: 1 as const, visitId, terminalId, municipality: choice.municipality, sealingKeyId: 'synthetic' };
  const deadline = new Date(o.now().getTime() + RELAY_LIMIT_MS).toISOString();
  const relayed = await link.ask({ type: 'relay', request: { header, sealed, deadline } }, 'answer', signal);
  if (relayed === null) return { type: 'refused', refusal: 'UNAVAILABLE' };
  if (!relayed.result.ok) return { type: 'refused', refusal: residentRefusal(relayed.result.refusal) };

  const envelope = v.safeParse(EnvelopeSchema, openBlob(relayed.result.answer.sealed));
  if (!envelope.success) return rightPerson('answer-not-for-this-visit');
  if (envelope.output.answerKey !== answerKey && o.checksRightPerson) return rightPerson('answer-not-for-this-visit');
  const answer = await o.time.work(
    verifyAnswer({
      jws: envelope.output.jws,
      keySet,
      expect: {
        ...choice,
        visitId,
        terminalId,
        nonce,
        applicationDigest: createHash('sha256').update(sealed).digest('base64url'),
      },
      now: o.now(),
    }),
  );
  const result = o.checksRightPerson ? null : uncheckedResult(envelope.output.jws);
  if (result === null && answer.isErr()) {
    return answer.error.kind === 'stale'
      ? { type: 'refused', refusal: 'UNAVAILABLE' }
      : rightPerson(`answer-${answer.error.kind}`);
  }
  const issued = result ?? (answer.isOk() ? answer.value.result : null);
  if (issued === null) return { type: 'refused', refusal: 'UNAVAILABLE' };
  if (issued.type === 'refused') return { type: 'refused', refusal: issued.refusal };
  if (o.checksRightPerson) {
    const matched = await matchRightPerson({ issued, holder: card.holder, keySet, now: o.now() });
    if (matched.isErr()) return rightPerson(matched.error);
  }
  const pdf = Buffer.from(JSON.stringify({ facts: issued.facts, healthCard: issued.healthCard }), 'utf8');
  const digest = createHash('sha256').update(pdf).digest('hex');
  vault.certificate?.pdf.fill(0);
  vault.certificate = { pdf, pages: 1, digest, drawn: [], glyphs: [] };
  return { type: 'issued', facts: issued.facts, pages: 1 };
}

const UncheckedSchema = v.looseObject({
  result: v.looseObject({
    type: v.literal('issued'),
    facts: CertificateFactsSchema,
    healthCard: v.string(),
  }),
});

/** What a terminal would believe that verifies nothing. Used by the mutant alone. */
function uncheckedResult(jws: string) {
  const payload = openBlob(jws.split('.')[1] ?? '');
  const parsed = v.safeParse(UncheckedSchema, payload);
  if (!parsed.success) return null;
  const { facts, healthCard } = parsed.output.result;
  return { type: 'issued' as const, facts, healthCard, vdsNc: null };
}
