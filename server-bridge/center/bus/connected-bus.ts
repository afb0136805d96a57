/**
 * A bus over a transport that can be away. It connects by itself, for ever, with a pause that doubles and is drawn at random; after
 * each connection every listener gets a hint for its topic, since what was published meanwhile may have gone unheard. What this node
 * published while away is kept (a topic once, however often) and sent then; its own listeners are told at once.
 */
import * as v from 'valibot';
import type { CenterLog } from '../event-catalogue.ts';
import { BUS_TOPICS, type Bus, type BusTopic } from './bus.ts';
import type { BusConnection, BusTransport } from './bus-transport.ts';
import { createHintListeners } from './hint-listeners.ts';

export type BusPauses = { readonly firstPauseMs: number; readonly longestPauseMs: number };

const PAUSES: BusPauses = { firstPauseMs: 100, longestPauseMs: 10_000 };

const TopicSchema = v.picklist(BUS_TOPICS);

export type ConnectedBus = Bus & {
  /** Whether hints of other nodes reach this one at this moment. */
  connected(): boolean;
};

/** Opens the bus at once; connecting goes on by itself. */
export function openConnectedBus(parts: {
  readonly transport: BusTransport;
  readonly log: CenterLog;
  readonly pauses?: BusPauses;
  readonly random?: () => number;
}): ConnectedBus {
  const { transport, log } = parts;
  const pauses = parts.pauses ?? PAUSES;
  const random = parts.random ?? Math.random;
  const listeners = createHintListeners();
  const unsent = new Set<BusTopic>();
  const closing = new AbortController();
  let connection: BusConnection | null = null;
  let sending: Promise<void> | null = null;

  const take = (text: string): void => {
    const topic = v.safeParse(TopicSchema, text);
    if (topic.success) listeners.tell(topic.output);
    else log.record('BUS_MESSAGE_REFUSED', {});
  };

  /** One batch after the other: what comes meanwhile is one more batch, so no load makes more than one message a topic. */
  const sendAll = async (): Promise<void> => {
    while (connection !== null && unsent.size > 0) {
      const to = connection;
      const batch = [...unsent];
      unsent.clear();
      try {
        await to.send(batch);
      } catch {
        for (const topic of batch) unsent.add(topic);
        await to.close();
        if (connection === to) connection = null;
      }
    }
  };
  const send = (): void => {
    sending ??= sendAll().finally(() => {
      sending = null;
      // Published between the last look and this end.
      if (connection !== null && unsent.size > 0) send();
    });
  };

  /** @returns whether there was a connection */
  const serve = async (): Promise<boolean> => {
    let opened: BusConnection;
    try {
      opened = await transport.connect(take);
    } catch {
      return false;
    }
    if (closing.signal.aborted) {
      await opened.close();
      return true;
    }
    connection = opened;
    log.record('BUS_CONNECTED', {});
    for (const topic of BUS_TOPICS) listeners.tell(topic);
    send();
    await opened.gone;
    connection = null;
    if (!closing.signal.aborted) log.record('BUS_LOST', {});
    await opened.close();
    return true;
  };

  const run = async (): Promise<void> => {
    for (let failures = 0; !closing.signal.aborted; ) {
      failures = (await serve()) ? 1 : failures + 1;
      const ceilingMs = Math.min(pauses.longestPauseMs, pauses.firstPauseMs * 2 ** Math.min(failures - 1, 30));
      await pause(ceilingMs * (0.5 + 0.5 * random()), closing.signal);
    }
  };
  const running = run();

  return {
    publish(topic) {
      if (closing.signal.aborted) return Promise.resolve();
      unsent.add(topic);
      if (connection === null) listeners.tell(topic);
      send();
      return Promise.resolve();
    },
    subscribe: listeners.add,
    connected: () => connection !== null,
    async close() {
      await sending;
      closing.abort();
      listeners.clear();
      await connection?.close();
      await running;
    },
  };
}

/** Waits, or ends at once when the bus is closed. */
function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, durationMs);
    signal.addEventListener('abort', end, { once: true });
  });
}
