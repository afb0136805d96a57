/**
 * The visit process's end of the channel: sends typed messages, matches answers with requests, and drops what does not parse.
 */
import * as v from 'valibot';
import { type HostToVisit, HostToVisitSchema, type VisitToHost } from '../channel.ts';

type Answer = Extract<HostToVisit, { requestId: number }>;
type Request = Extract<VisitToHost, { requestId: number }>;
type WithoutId<R> = R extends { requestId: number } ? Omit<R, 'requestId'> : never;

export type HostLink = {
  send(message: VisitToHost): void;
  /** Sends a request; resolves with its answer, or null when the signal aborts first. */
  ask<T extends Answer['type']>(
    request: WithoutId<Request>,
    answer: T,
    signal?: AbortSignal,
  ): Promise<Extract<Answer, { type: T }> | null>;
  on(listener: (message: HostToVisit) => void): () => void;
};

/** The part of `process` that a forked child talks through. */
export type ChildChannel = {
  send?: (message: VisitToHost) => boolean;
  on(event: 'message', listener: (raw: unknown) => void): unknown;
};

export function openHostLink(channel: ChildChannel): HostLink {
  const listeners = new Set<(message: HostToVisit) => void>();
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastRequestId = 0;

  channel.on('message', (raw) => {
    const parsed = v.safeParse(HostToVisitSchema, raw);
    // The host is our parent and speaks this schema; anything else is not for us, and nothing of it may be echoed.
    if (!parsed.success) return;
    const message = parsed.output;
    if ('requestId' in message) {
      waiting.get(message.requestId)?.(message);
      waiting.delete(message.requestId);
      return;
    }
    for (const listener of [...listeners]) listener(message);
  });

  const send = (message: VisitToHost): void => {
    channel.send?.(message);
  };

  return {
    send,
    ask<T extends Answer['type']>(request: WithoutId<Request>, answer: T, signal?: AbortSignal) {
      lastRequestId += 1;
      const requestId = lastRequestId;
      return new Promise<Extract<Answer, { type: T }> | null>((resolve) => {
        const giveUp = (): void => {
          waiting.delete(requestId);
          resolve(null);
        };
        if (signal?.aborted) return giveUp();
        signal?.addEventListener('abort', giveUp, { once: true });
        waiting.set(requestId, (message) => {
          signal?.removeEventListener('abort', giveUp);
          resolve(isAnswer(message, answer) ? message : null);
        });
        send({ ...request, requestId });
      });
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function isAnswer<T extends Answer['type']>(message: Answer, type: T): message is Extract<Answer, { type: T }> {
  return message.type === type;
}
