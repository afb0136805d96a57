/** Files of municipal systems on their way in: whole, or not at all (V1, V12). */
export { type ImportDesk, type ImportParts, type ImportProblem, importDesk } from './import-desk.ts';
export { IMPORT_LIMITS, type ImportLimits } from './import-limits.ts';
export { importRoutes } from './import-routes.ts';
export { type OpenSpoolFile, removeSpoolNames, spoolFilesIn } from './spool.ts';
