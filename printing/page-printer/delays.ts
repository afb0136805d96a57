/** Every wait of the page printer client, in milliseconds. */
export const PAGE_PRINTER_DELAYS = {
  /** One question and its answer. A printer answers in a few milliseconds; one that sleeps needs seconds. */
  requestLimitMs: 5_000,
  /** Sending the whole document and hearing that it was accepted. */
  uploadLimitMs: 30_000,
  /** Between two looks at an open job. */
  jobPollMs: 250,
  /** Between two looks at the idle printer. */
  idlePollMs: 2_000,
  /** How long another job, or the printer's own business, may keep it busy before ours. */
  busyLimitMs: 30_000,
  /** How long the printer may be silent while a job is open before the job is given up. */
  silenceLimitMs: 20_000,
  /** How long an open job may make no progress although nothing is wrong with the printer. */
  progressLimitMs: 120_000,
  /** How long a fault (paper, jam, cover …) may last until somebody has mended it. */
  attentionLimitMs: 180_000,
  /** How long a cancelled job may take to come to its end. */
  cancelLimitMs: 10_000,
  /** How long the count of sheets may lag behind the word that the job is done. */
  settleLimitMs: 2_000,
};

export type PagePrinterDelays = Readonly<typeof PAGE_PRINTER_DELAYS>;
