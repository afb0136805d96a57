import type { ShellCode } from '../pipe/shell-codes.ts';

/** What the host's side reports, besides what the shell says itself: enumerated, nothing a page sent. */
export type ElectronReportCode =
  | ShellCode
  /** A line of the shell that is none of the known shapes or too long: the shell was ended and started again. */
  | 'message-oversized'
  /** The shell has said nothing for too long, and was ended. */
  | 'shell-silent'
  /** The shell has ended, and is started again. */
  | 'shell-ended'
  /** It ended because of how it was started. */
  | 'shell-refused-to-start'
  /** A snapshot beyond the size limit or with a line end in it; it was not shown. */
  | 'frame-oversized'
  | 'frame-refused';
