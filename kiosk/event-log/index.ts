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
