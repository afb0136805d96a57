/** Synthetic messages for the tests of this folder; every name, number and key in them is invented. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import {
  type AnswerPayload,
  AnswerPayloadSchema,
  type Application,
  type ApplicationHeader,
  ApplicationHeaderSchema,
  ApplicationSchema,
} from '../protocol/index.ts';

const random = (bytes: number) => randomBytes(bytes).toString('base64url');

/** An application and its header; card files of the given size each. */
export function syntheticApplication(o: { answerKey: Uint8Array; fileBytes?: number }): {
  header: ApplicationHeader;
  application: Application;
} {
  const visitId = random(16);
  const shared = { v: 1, visitId, terminalId: 'SYNTHETIC-01', municipality: '900010' };
  const file = () => random(o.fileBytes ?? 300);
  return {
    header: v.parse(ApplicationHeaderSchema, { ...shared, sealingKeyId: 'vrs-1' }),
    application: v.parse(ApplicationSchema, {
      ...shared,
      kind: 'domestic',
      nonce: random(32),
      appliedAt: '2026-11-20T01:02:03.000Z',
      termsDigest: 'a'.repeat(64),
      answerKey: Buffer.from(o.answerKey).toString('base64url'),
      card: {
        ef0001: file(),
        ef0002: file(),
        ef0003: file(),
        ef0004: file(),
        ef0007: file(),
        challengeId: random(16),
        challengeSignature: random(256),
      },
    }),
  };
}

/** A refusal that answers the application. */
export function syntheticAnswer(application: Application, applicationDigest: string): AnswerPayload {
  return v.parse(AnswerPayloadSchema, {
    v: 1,
    visitId: application.visitId,
    terminalId: application.terminalId,
    municipality: application.municipality,
    kind: application.kind,
    nonce: application.nonce,
    applicationDigest,
    answeredAt: '2026-11-20T01:02:05.000Z',
    result: { type: 'refused', refusal: 'NO_RECORD_CHECK_CITY' },
  });
}
