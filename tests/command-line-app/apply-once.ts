/**
 * One sealed application through the gateway, and the answer judged as the kiosk judges it: by the same code, which is the last place
 * where another person's certificate can be stopped (invariant A, P0).
 */
import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { judgeAnswer, matchRightPerson } from '../../kiosk/visit/process/index.ts';
import {
  type Application,
  type ApplicationHeader,
  type CertificateKind,
  type IssuedResult,
  type MunicipalityCode,
  makeAnswerKeyPair,
  openAnswer,
  RelayAnswerSchema,
  sealApplication,
  type TerminalId,
  type VisitId,
  type VrsKeySet,
} from '../../server-bridge/index.ts';
import type { AppFault } from './app-fault.ts';
import type { GatewayClient } from './gateway-client.ts';
import type { CardOnPhone } from './read-card.ts';
import type { PassportFiles } from './read-passport-chip.ts';

export type Wish = { readonly municipality: MunicipalityCode; readonly kind: CertificateKind };

export type Applicant = {
  readonly visitId: VisitId;
  /** `APP-…` */
  readonly appName: TerminalId;
  /** Digest of the terms that were agreed to (K1). */
  readonly termsDigest: string;
  readonly keySet: VrsKeySet;
  readonly gateway: GatewayClient;
  readonly now: () => Date;
  /** How long an answer is waited for; gateway and VRS are told the same instant (P1). */
  readonly waitMs: number;
};

export async function applyOnce(
  applicant: Applicant,
  wish: Wish,
  { card, passport }: { readonly card: CardOnPhone; readonly passport: PassportFiles | null },
): Promise<Result<IssuedResult, AppFault>> {
  const { visitId, appName, keySet, gateway, now, waitMs } = applicant;
  const [sealingKey] = keySet.sealingKeys;
  if (sealingKey === undefined) return err({ kind: 'untrusted-keys' });
  const { municipality, kind } = wish;
  const header: ApplicationHeader = { v: 1, visitId, terminalId: appName, municipality, sealingKeyId: sealingKey.kid };
  const nonce = randomBytes(32).toString('base64url');
  const answerKeys = await makeAnswerKeyPair();
  try {
    const sealed = await sealApplication({
      header,
      application: {
        ...{ v: 1, visitId, terminalId: appName, municipality, kind, nonce },
        appliedAt: now().toISOString(),
        termsDigest: applicant.termsDigest,
        answerKey: text(answerKeys.publicKey),
        card: cardOf(card),
        ...(passport === null ? {} : { passport: { dg1: text(passport.dg1), sod: text(passport.sod) } }),
      },
      sealingPublicKey: Buffer.from(sealingKey.publicKey, 'base64url'),
    });
    if (sealed.isErr()) return err({ kind: 'untrusted-keys' });
    const deadline = new Date(now().getTime() + waitMs).toISOString();
    const request = { header, sealed: text(sealed.value.sealed), deadline };
    const answer = await gateway.post('/v1/applications', request, RelayAnswerSchema, waitMs);
    if (answer.isErr()) return err(answer.error);
    const bytes = Buffer.from(answer.value.sealed, 'base64url');
    const opened = await openAnswer({ sealed: bytes, visitId, keys: answerKeys });
    if (opened.isErr()) return err({ kind: 'not-this-application', fault: 'another-key' });
    const applicationDigest = sealed.value.digest;
    const expect = { visitId, terminalId: appName, municipality, kind, nonce, applicationDigest };
    const judged = await judgeAnswer({ jws: opened.value, keySet, expect, now: now() });
    if (judged.isErr()) {
      return err(
        judged.error.kind === 'mix-up'
          ? { kind: 'not-this-application', fault: judged.error.fault }
          : { kind: 'too-late' },
      );
    }
    const { result } = judged.value;
    if (result.type === 'refused') return err({ kind: 'refused-by-vrs', refusal: result.refusal });
    const matched = await matchRightPerson({ issued: result, holder: card.holder, keySet, now: now() });
    return matched.isOk() ? ok(result) : err({ kind: 'not-this-application', fault: matched.error });
  } finally {
    answerKeys.wipe();
  }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

const cardOf = ({ image, challengeId, challengeSignature }: CardOnPhone): Application['card'] => ({
  ef0001: text(image.ef0001),
  ef0002: text(image.ef0002),
  ef0003: text(image.ef0003),
  ef0004: text(image.ef0004),
  ef0007: text(image.ef0007),
  challengeId,
  challengeSignature: text(challengeSignature),
});
