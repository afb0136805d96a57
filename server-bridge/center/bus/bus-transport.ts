/** What carries hints between nodes: one connection, made again by its owner (`connected-bus.ts`) whenever it is gone. */
import type { BusTopic } from './bus.ts';

/** One living connection. */
export type BusConnection = {
  /** Hands these topics to all nodes. @throws when the connection did not take them */
  send(topics: readonly BusTopic[]): Promise<void>;
  /** Resolves, and never rejects, when the connection is gone for whatever reason. */
  readonly gone: Promise<void>;
  close(): Promise<void>;
};

export type BusTransport = {
  /**
   * Connects and listens; ends within `CONNECT_LIMIT_MS`.
   * @param onMessage each message as it came, ours or not
   * @throws when it came to nothing
   */
  connect(onMessage: (text: string) => void): Promise<BusConnection>;
};

export const CONNECT_LIMIT_MS = 5_000;
/** How long a connection may take for one thing before it counts as gone. */
export const ANSWER_LIMIT_MS = 5_000;
/** A connection that says nothing is asked so often whether it is alive. */
export const LIVENESS_MS = 10_000;
