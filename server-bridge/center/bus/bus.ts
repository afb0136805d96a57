/**
 * Between center nodes: a hint that something in the store has changed. The table is the truth and is polled as well, so a hint
 * that is lost costs a moment and never a fact (design §10). No hint says anything of a person.
 */

/** What has changed; every node reads its own tables then. */
export const BUS_TOPICS = ['directive', 'commands', 'certificates', 'connections', 'registry'] as const;
export type BusTopic = (typeof BUS_TOPICS)[number];

export type Bus = {
  /** Tells every other node, and this one. Never fails: a bus that is away is made up for by polling. */
  publish(topic: BusTopic): Promise<void>;
  /** @returns what ends it */
  subscribe(topic: BusTopic, listener: () => void): () => void;
  close(): Promise<void>;
};
