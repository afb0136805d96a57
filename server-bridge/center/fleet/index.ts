/** The fleet for people who watch it: counts, list, one terminal, counts over time. */
export { fleetRoutes } from './fleet-routes.ts';
export { createFleetView, type FleetView } from './fleet-view.ts';
export { type SeverityOf, usualSeverity } from './severity-of.ts';
