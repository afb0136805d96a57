/** The door of the operation log: appending, looking, noticing, checking. */
export { createOperationLog } from './append-entry.ts';
export { type RuleLimits, USUAL_LIMITS } from './detection-rules.ts';
export { logRoutes } from './log-routes.ts';
export { OPERATIONS, type Operation, type OperationEvent, type OperationLog } from './operation-log.ts';
export { createTelling, type Detection, type TellDetection } from './tell-untold.ts';
export { type LogVerdict, verifyLog } from './verify-log.ts';
export { watchLog } from './watch-log.ts';
