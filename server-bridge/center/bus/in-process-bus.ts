/** The bus of a center that is alone: publisher and listeners live in one process. */
import type { Bus, BusTopic } from './bus.ts';

export function openInProcessBus(): Bus {
  const listeners = new Map<BusTopic, Set<() => void>>();
  return {
    publish(topic) {
      for (const listener of listeners.get(topic) ?? []) queueMicrotask(listener);
      return Promise.resolve();
    },
    subscribe(topic, listener) {
      const those = listeners.get(topic) ?? new Set();
      listeners.set(topic, those.add(listener));
      return () => void those.delete(listener);
    },
    close() {
      listeners.clear();
      return Promise.resolve();
    },
  };
}
