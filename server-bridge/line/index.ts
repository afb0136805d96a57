/** The terminal's end of the dedicated line. */
export { type LineConfiguration, LineConfigurationSchema, type LineOpenError } from './configuration.ts';
export { type Connection, openConnection } from './connection.ts';
export { LINE_DELAYS, type LineDelays, pauseMs } from './delays.ts';
export type { DirectiveRefusal, HeldDirective } from './directive-store.ts';
export { type EnrolmentError, type EnrolmentOrder, enrolTerminal } from './enrol.ts';
export type { Frame } from './event-frames.ts';
export {
  type DirectiveRefresh,
  type Line,
  type LineEvent,
  type LineOptions,
  type LineReport,
  type LineState,
  type MessageLimits,
  openLine,
} from './line.ts';
export type { LineError } from './line-error.ts';
