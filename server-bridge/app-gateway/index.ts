/** The door of the app's gateway: one to start, its configuration, its messages, and what stands for a platform's attestation service. */
export { type Attestation, bodyDigest, signAttestation } from './attestation/attestation-message.ts';
export { createDevelopmentGateway, type DevelopmentGateway } from './development-gateway.ts';
export { type GatewayConfiguration, GatewayConfigurationSchema } from './gateway-configuration.ts';
export {
  AppNameSchema,
  ATTESTATION_HEADER,
  type GatewayProblem,
  GatewayProblemSchema,
  type GatewayRefusal,
} from './gateway-messages.ts';
export { type GatewayStartError, type RunningGateway, startGateway } from './start-gateway.ts';
