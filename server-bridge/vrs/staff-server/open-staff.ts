/** Everything the municipalities' staff can do at one node: its log, its desks, its listener. */
import { createOperationLog, logRoutes } from '../operation-log/index.ts';
import { provisionRoutes } from '../provisions/index.ts';
import { peopleRoutes } from '../register/people-routes.ts';
import { recordsRoutes } from '../register/records-routes.ts';
import type { VrsStaffRoute } from '../staff/vrs-staff-route.ts';
import { tabletRoutes } from '../tablets/index.ts';
import { createStaffServer, type StaffServerParts } from './staff-server.ts';

export type OpenStaff = {
  /** Everything that is mounted. */
  readonly routes: readonly VrsStaffRoute[];
  /** @returns the port @throws when it cannot be bound */
  listen(): Promise<number>;
  close(): Promise<void>;
};

/** @param more what else staff can do, from parts that are opened elsewhere */
export function openStaff(parts: Omit<StaffServerParts, 'log'>, more: readonly VrsStaffRoute[] = []): OpenStaff {
  const { store, now } = parts;
  const log = createOperationLog({ now });
  const server = createStaffServer({ ...parts, log });
  const desk = { store, log, now };
  const routes = [
    ...server.routes,
    ...peopleRoutes(desk),
    ...recordsRoutes(desk),
    ...provisionRoutes(desk),
    ...tabletRoutes(desk),
    ...logRoutes(desk),
    ...more,
  ];
  return { routes, listen: () => server.listen(routes), close: () => server.close() };
}
