/** Who on this node wants to know of what; a listener runs in its own turn, so that none keeps another from its hint. */
import type { BusTopic } from './bus.ts';

export type HintListeners = {
  add(topic: BusTopic, listener: () => void): () => void;
  tell(topic: BusTopic): void;
  clear(): void;
};

export function createHintListeners(): HintListeners {
  const listeners = new Map<BusTopic, Set<() => void>>();
  return {
    add(topic, listener) {
      // An own function each time: one that subscribes twice is told twice, and each ends by itself.
      const own = (): void => listener();
      const those = listeners.get(topic) ?? new Set();
      listeners.set(topic, those.add(own));
      return () => void those.delete(own);
    },
    tell(topic) {
      const those = listeners.get(topic);
      for (const listener of those ?? []) {
        queueMicrotask(() => {
          if (those?.has(listener)) listener();
        });
      }
    },
    clear() {
      for (const those of listeners.values()) those.clear();
      listeners.clear();
    },
  };
}
