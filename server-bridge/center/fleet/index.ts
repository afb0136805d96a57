/** The fleet for people who watch it: counts, list, one terminal, counts over time. */

export { type FleetGroup, groupFleet } from './fleet-groups.ts';
export { fleetRoutes } from './fleet-routes.ts';
export { createFleetView, type FleetView } from './fleet-view.ts';
export { type HistoryRecorder, startHistoryRecorder } from './history-recorder.ts';
export { historyRoutes } from './history-routes.ts';
export type { FleetMoment } from './standing.ts';
