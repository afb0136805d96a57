/**
 * Door of the visit process's parts, for proofs that run a visit without a process of its own: the host and the screens never come
 * in here.
 */
export type { Applied } from '../machine/actor-contracts.ts';
export { applyForCertificate } from './apply-for-certificate.ts';
export { type CardDesk, makeCardDesk } from './card-desk.ts';
export { composeVisit, type VisitWorld } from './compose-visit.ts';
export { type HostLink, openHostLink } from './host-link.ts';
export { judgeAnswer } from './judge-answer.ts';
export { makePassportDesk } from './passport-desk.ts';
export { residentRefusal } from './resident-refusal.ts';
export { matchRightPerson } from './right-person.ts';
export { makeVault, type Vault } from './vault.ts';
