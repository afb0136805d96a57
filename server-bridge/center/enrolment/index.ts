/** Registered machines become terminals with a certificate; certificates end when staff say so. */
export {
  type CertificateGuard,
  type CertificatePolicy,
  createCertificateGuard,
  serialOfRequest,
} from './certificate-guard.ts';
export {
  type EnrolmentConfiguration,
  EnrolmentConfigurationSchema,
  type LineAdmission,
  LineConfigurationSchema,
} from './enrolment-configuration.ts';
export type { EnrolmentDesk } from './enrolment-desk.ts';
export { heldEnrolmentRoutes } from './held-enrolment-routes.ts';
export { enrolmentRoutes } from './registry-routes.ts';
export { type RunningEnrolment, startEnrolment } from './start-enrolment.ts';
