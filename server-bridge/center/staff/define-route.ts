/** How the center's desks define what staff can ask or order. */
import { routesFor } from '../../staff-access/index.ts';
import type { Actor, Right } from './rights.ts';

export const staffRoute = routesFor<Actor, Right>();
