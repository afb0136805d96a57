/** Routes of staff as the center has them: its own actors, its own rights. */
import type { AccessRoute } from '../../staff-access/index.ts';
import type { Actor, Right } from './rights.ts';

export type { StaffAnswer, StaffProblem } from '../../staff-access/index.ts';
export type StaffRoute = AccessRoute<Actor, Right>;
