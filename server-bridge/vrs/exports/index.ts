/** Files that VRS gives out, never with an individual number (V12). */
export { type ExportDesk, type ExportWanted, exportDesk } from './export-desk.ts';
export { exportRoutes } from './export-routes.ts';
