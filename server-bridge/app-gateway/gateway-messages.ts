/**
 * What the app and the gateway say to each other (E1, E2). Applications and answers are the line's own messages, unchanged; only the
 * refusals are the gateway's, because it refuses for reasons that a center does not have.
 *
 *   GET  /v1/key-set                          → KeySetEnvelope
 *   POST /v1/challenges    ChallengeRequest   → Challenge        attested
 *   POST /v1/applications  RelayRequest       → RelayAnswer      attested
 *   GET  /health                              → Health
 *
 * Attested: the header `kofu-app-attestation` holds an attestation over this very body. Everything else is `NOT_FOUND`.
 */
import * as v from 'valibot';
import { RELAY_REFUSALS, TerminalIdSchema } from '../protocol/index.ts';
import type { AttestationFault } from './attestation/attestation-verifier.ts';

export const ATTESTATION_HEADER = 'kofu-app-attestation';

/** The name an app gives itself in place of a terminal's: `APP-` and anything that fits. Says nothing about phone or person. */
export const AppNameSchema = v.pipe(TerminalIdSchema, v.startsWith('APP-'));

/** What the app is told of each fault of its attestation. */
export const ATTESTATION_REFUSALS = {
  missing: 'ATTESTATION_MISSING',
  malformed: 'ATTESTATION_MALFORMED',
  foreign: 'ATTESTATION_FOREIGN',
  forged: 'ATTESTATION_FORGED',
  expired: 'ATTESTATION_EXPIRED',
  early: 'ATTESTATION_EARLY',
  overlong: 'ATTESTATION_OVERLONG',
  'other-app': 'ATTESTATION_OTHER_APP',
  'other-build': 'ATTESTATION_OTHER_BUILD',
  'other-request': 'ATTESTATION_OTHER_REQUEST',
  reused: 'ATTESTATION_REUSED',
  crowded: 'ATTESTATION_CROWDED',
} as const satisfies Record<AttestationFault, string>;

/** Every refusal of the gateway. What VRS decides about a person travels sealed inside an answer and is not among them. */
export const GATEWAY_REFUSALS = [
  ...RELAY_REFUSALS,
  'NOT_FOUND',
  /** The body did not arrive in time. */
  'TOO_SLOW',
  'TOO_LARGE',
  /** Asked too often, from one address or by all together. */
  'TOO_MANY',
  ...Object.values(ATTESTATION_REFUSALS),
] as const;
export const GatewayRefusalSchema = v.picklist(GATEWAY_REFUSALS);
export type GatewayRefusal = v.InferOutput<typeof GatewayRefusalSchema>;

export const GatewayProblemSchema = v.strictObject({
  refusal: GatewayRefusalSchema,
  retryAfterSeconds: v.optional(v.number()),
});
export type GatewayProblem = v.InferOutput<typeof GatewayProblemSchema>;

/** `vrs-away`: the last exchange with VRS came to nothing. */
export type Health = { readonly status: 'serving' | 'vrs-away' };
