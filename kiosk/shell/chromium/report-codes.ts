/** What the shell reports: enumerated, so that nothing a page or a stranger sent can reach a log. */
export type ReportCode =
  /** A request with a wrong Host, cookie, Origin, method or path. */
  | 'request-refused'
  /** A launch key that is wrong, too old or used before. */
  | 'launch-key-refused'
  /** A second socket, or one without the right cookie and Origin. */
  | 'link-refused'
  /** A message that is no JSON of the two known shapes; its connection was closed. */
  | 'message-refused'
  /** A message beyond the size limit; its connection was closed. */
  | 'message-oversized'
  /** A snapshot beyond the size limit; it was not shown. */
  | 'frame-oversized'
  /** The page has not painted for too long; its connection was cut. */
  | 'heartbeat-missed';

export type Report = (code: ReportCode) => void;
