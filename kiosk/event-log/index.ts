/** The terminal's one durable log: entries for the store and the center's collection, reports until the center has them. */
export type {
  ClosedWord,
  ExportError,
  ExportedLog,
  ReportDetails,
  TerminalLog,
  TerminalLogError,
  TerminalLogOptions,
} from './door.ts';
export { type ReportCode, reportCode } from './report-code.ts';
export { openTerminalLog, SMALLEST_LIMIT_BYTES } from './terminal-log.ts';
