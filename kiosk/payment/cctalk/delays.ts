/** Every wait of the ccTalk coin box, in milliseconds. */
export const CCTALK_DELAYS = {
  /** From the last byte of a message to the whole answer. The longest answer lasts 0.3 s at 9600 baud; ours are short. */
  answerLimitMs: 150,
  /** A reset or a payout makes a device think; its first answer may come late. */
  slowAnswerLimitMs: 500,
  /** After a missing answer: silence for so long, so that a late one is not taken for the next one's. */
  quietMs: 60,
  /** How often an unanswered question is asked altogether. */
  attempts: 3,
  /** Between two attempts when the device says that it is busy. */
  busyMs: 50,
  /** Acceptors stop accepting when nobody has read their credits for a second. */
  pollMs: 200,
  /** Between two looks at self check, levels and flags. */
  lookMs: 2_000,
  /** Between two attempts to open a serial device or to find its devices. */
  reopenMs: 1_000,
  /** How long after closing the slot a coin may still be on its way through it. */
  coinInFlightMs: 400,
  /** Between two looks at a hopper that is paying out. */
  payoutPollMs: 100,
  /** A hopper pays several coins a second; this is for all of one command. */
  payoutLimitMs: 60_000,
  /** How long a payment may take altogether. */
  collectLimitMs: 300_000,
  /** How long a movement of money waits for a bus that is away. */
  awayLimitMs: 5_000,
};
export type CcTalkDelays = Readonly<typeof CCTALK_DELAYS>;
