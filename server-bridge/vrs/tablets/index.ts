/** The door of the tablets at vaccination sites. */
export {
  readTabletTls,
  type TabletConfiguration,
  TabletConfigurationSchema,
  type TabletFileError,
} from './tablet-configuration.ts';
export { tabletRoutes } from './tablet-routes.ts';
export { createTabletServer, type TabletServerParts } from './tablet-server.ts';
export { parseTicketLine, type TicketLine, ticketLineOf } from './ticket-line.ts';
