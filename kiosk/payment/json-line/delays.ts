/** Every wait on the line to a device of payment, in milliseconds. */
export const LINE_DELAYS = {
  /** One question and its answer; paying out coins one by one takes seconds. */
  answerLimitMs: 15_000,
  connectLimitMs: 3_000,
  /** Between two attempts to reach a device that is away. */
  reconnectMs: 500,
  /** How long a question may wait for a connection. */
  awayLimitMs: 5_000,
  /** Between two questions whether it is still there. */
  aliveEveryMs: 2_000,
  /** The answer to that question: a device that is silent for so long is taken for absent, and the line is made anew. */
  aliveLimitMs: 3_000,
};
export type LineDelays = Readonly<typeof LINE_DELAYS>;
