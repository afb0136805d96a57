/** The bus of a center that is alone: publisher and listeners live in one process. */
import type { Bus } from './bus.ts';
import { createHintListeners } from './hint-listeners.ts';

export function openInProcessBus(): Bus {
  const listeners = createHintListeners();
  return {
    publish(topic) {
      listeners.tell(topic);
      return Promise.resolve();
    },
    subscribe: listeners.add,
    close() {
      listeners.clear();
      return Promise.resolve();
    },
  };
}
