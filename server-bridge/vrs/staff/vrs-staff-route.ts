/** The routes of municipal staff, bound to their actors and rights. */
import {
  type AccessRoute,
  routesFor,
  type StaffAnswer,
  type StaffProblem,
  uploadsFor,
} from '../../staff-access/index.ts';
import type { Right, VrsActor } from './rights.ts';

/** Whoever comes through the staff listener: a person at a registered terminal. */
export type StaffActor = Extract<VrsActor, { readonly kind: 'person' }>;
/** Below `/operations`. */
export type VrsStaffRoute = AccessRoute<StaffActor, Right>;
export type VrsStaffAnswer = StaffAnswer;
export type VrsStaffProblem = StaffProblem;

/** Defines a route: what does not fit its schemas never reaches its handler. */
export const vrsRoute = routesFor<StaffActor, Right>();
/** Defines one whose `body` is a file as it comes: pieces of `application/octet-stream`, never whole in memory. */
export const vrsUploadRoute = uploadsFor<StaffActor, Right>();
