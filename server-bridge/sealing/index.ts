/** Envelopes and signatures of the line. */
export {
  type AnswerKeyPair,
  makeAnswerKeyPair,
  openAnswer,
  sealAnswer,
} from './answer-envelope.ts';
export { digestOf, openApplication, sealApplication } from './application-envelope.ts';
export { canonicalBytes, canonicalText, parseCanonical } from './canonical-json.ts';
export {
  type EcPrivateJwk,
  EcPrivateJwkSchema,
  type Es256Signer,
  generateSigningJwk,
  publicJwkOf,
  signerFromJwk,
} from './es256-signer.ts';
export type { LifeError } from './message-life.ts';
export type { SealingError } from './sealing-error.ts';
export {
  generateSealingJwk,
  importSealingKey,
  type SealingPrivateJwk,
  SealingPrivateJwkSchema,
  sealingPublicKey,
} from './sealing-key.ts';
export { ANSWER_LIFE_MS, type AnswerError, type ExpectedAnswer, signAnswer, verifyAnswer } from './signed-answer.ts';
export { type CommandError, signCommand, verifyCommand } from './signed-command.ts';
export { type DirectiveError, signDirective, verifyDirective } from './signed-directive.ts';
export { CLOCK_TOLERANCE_MS, type SignatureError } from './signed-message.ts';
export { signVrsKeySet, type VrsKeySetError, verifyVrsKeySet } from './signed-vrs-key-set.ts';
