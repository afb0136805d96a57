/** Routes of the municipalities' staff: below `/operations`, with VRS's own actors and rights. */
import { routesFor, uploadsFor } from '../../staff-access/define-route.ts';
import type { AccessRoute } from '../../staff-access/staff-route.ts';
import type { Right, VrsActor } from './rights.ts';

export type { StaffAnswer, StaffProblem, Upload } from '../../staff-access/staff-route.ts';
export type VrsStaffRoute = AccessRoute<VrsActor, Right>;

/** `vrsStaffRoute({ method, path, needs: 'people:read', parameters, query, body, handle })`. */
export const vrsStaffRoute = routesFor<VrsActor, Right>();

/** One that takes a file: `body` is an `AsyncIterable<Uint8Array>` of `application/octet-stream`, never whole in memory. */
export const vrsUploadRoute = uploadsFor<VrsActor, Right>();
