/** How much and how long: every wait of an import has a limit. */
export type ImportLimits = {
  /** After beginning, until the file's first byte. */
  readonly waitingMs: number;
  /** Between two pieces of the upload. */
  readonly pieceMs: number;
  /** The whole upload. */
  readonly uploadMs: number;
  /** Whoever works on an import says so more often than this; else it has ended. */
  readonly claimMs: number;
  /** Each statement over all lines of the file: comparing, counting, making visible, erasing. */
  readonly applyMs: number;
  /** A line, and a record of several lines in quotes. */
  readonly lineBytes: number;
  readonly lines: number;
  /** Lines that are staged in one small transaction. */
  readonly batchLines: number;
};

export const IMPORT_LIMITS: ImportLimits = {
  waitingMs: 10 * 60_000,
  pieceMs: 30_000,
  uploadMs: 60 * 60_000,
  claimMs: 60_000,
  applyMs: 30 * 60_000,
  lineBytes: 16_384,
  lines: 20_000_000,
  batchLines: 250,
};
