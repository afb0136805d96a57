/** Everything the municipalities' staff can do at one node: its log, its desks, its listener. */
import { exportDesk, exportRoutes } from '../exports/index.ts';
import { importDesk, importRoutes, removeSpoolNames, spoolFilesIn } from '../imports/index.ts';
import { createOperationLog, logRoutes } from '../operation-log/index.ts';
import { provisionRoutes } from '../provisions/index.ts';
import { peopleRoutes, recordsRoutes } from '../register/index.ts';
import type { VrsStaffRoute } from '../staff/vrs-staff-route.ts';
import { tabletRoutes } from '../tablets/index.ts';
import { createStaffServer, type StaffServerParts } from './staff-server.ts';

export type OpenStaff = {
  /** Everything that is mounted. */
  readonly routes: readonly VrsStaffRoute[];
  /** @returns the port @throws when it cannot be bound */
  listen(): Promise<number>;
  /** Takes no new request and stops imports, which are refused as stopped. */
  close(): Promise<void>;
};

/** How soon an import whose node has gone is ended by another. */
const OVERDUE_INTERVAL_MS = 60_000;

export function openStaff(
  parts: Omit<StaffServerParts, 'log'> & {
    /** Whether no other process can be working on this store. */
    readonly isAlone: boolean;
  },
): OpenStaff {
  const { store, now, report, isAlone, configuration } = parts;
  const log = createOperationLog({ now });
  const server = createStaffServer({ ...parts, log });
  const desk = { store, log, now };
  const imports = importDesk({
    ...desk,
    openSpoolFile: spoolFilesIn(configuration.spoolDirectory),
    onFailure: () => report('STORE_FAILED'),
  });
  const routes = [
    ...server.routes,
    ...peopleRoutes(desk),
    ...recordsRoutes(desk),
    ...importRoutes(imports),
    ...exportRoutes(exportDesk(desk)),
    ...provisionRoutes(desk),
    ...tabletRoutes(desk),
    ...logRoutes(desk),
  ];
  const endOverdue: typeof imports.endOverdue = (o) => imports.endOverdue(o).catch(() => report('STORE_FAILED'));
  let overdue: ReturnType<typeof setInterval> | undefined;
  return {
    routes,
    async listen() {
      await removeSpoolNames(configuration.spoolDirectory);
      // A node starts whatever it cannot end: another look follows.
      const ended = endOverdue({ all: isAlone });
      // Alone, it would take what is begun from here on for left as well; beside others, erasing a large file keeps nobody waiting.
      if (isAlone) await ended;
      overdue = setInterval(() => {
        void endOverdue();
      }, OVERDUE_INTERVAL_MS);
      return await server.listen(routes);
    },
    async close() {
      clearInterval(overdue);
      await imports.stop();
      await server.close();
    },
  };
}
