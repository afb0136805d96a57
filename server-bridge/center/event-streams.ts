/**
 * The event streams of this node: one for each terminal. A second living stream under one certificate closes the first
 * and is an alarm; a stream that only takes the place of a dead one is not.
 */
import { randomUUID } from 'node:crypto';
import { constants, type ServerHttp2Stream } from 'node:http2';
import { LINE_VERSION, LINE_VERSION_HEADER, type PushEvent, type TerminalId } from '../protocol/index.ts';
import { answers } from './session-answers.ts';

type OpenStream = { readonly id: string; readonly stream: ServerHttp2Stream };

export type EventStreams = {
  /** Answers the request with an event stream and makes it the terminal's one. @returns its random id */
  open(terminalId: TerminalId, stream: ServerHttp2Stream): string;
  /** @returns false when the terminal has no stream here */
  push(terminalId: TerminalId, event: PushEvent, eventId: string): boolean;
  /** To everyone, some hundreds each turn of the loop, so that requests are answered meanwhile. */
  broadcast(event: PushEvent, eventId: string): void;
  /** The terminals connected here and the id of their stream. */
  connected(): ReadonlyMap<TerminalId, string>;
  /** Whether somebody still answers at the other end of a terminal's stream. */
  isAlive(terminalId: TerminalId): Promise<boolean>;
  /** Closes a stream whose terminal has opened a newer one elsewhere. */
  supersede(terminalId: TerminalId): void;
  closeAll(): void;
};

const SLICE = 500;
/** A terminal that does not read is cut off; it comes back and asks for what it missed. */
const UNREAD_LIMIT_BYTES = 65_536;

export function createEventStreams(parts: {
  readonly heartbeatMs: number;
  readonly onClosed: (terminalId: TerminalId, streamId: string) => void;
  readonly onSecondStream: (terminalId: TerminalId) => void;
  readonly onTooSlow: (terminalId: TerminalId) => void;
}): EventStreams {
  const streams = new Map<TerminalId, OpenStream>();

  const write = (terminalId: TerminalId, { stream }: OpenStream, text: string): void => {
    if (stream.destroyed || stream.closed) return;
    if (stream.writableLength > UNREAD_LIMIT_BYTES) {
      parts.onTooSlow(terminalId);
      stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
      return;
    }
    stream.write(text);
  };

  const inSlices = (entries: readonly [TerminalId, OpenStream][], text: string): void => {
    for (const [terminalId, open] of entries.slice(0, SLICE)) write(terminalId, open, text);
    if (entries.length > SLICE) setImmediate(() => inSlices(entries.slice(SLICE), text));
  };

  const framed = (event: PushEvent, eventId: string): string => `id: ${eventId}\ndata: ${JSON.stringify(event)}\n\n`;

  const retire = (terminalId: TerminalId, open: OpenStream): void => {
    void answers(open.stream.session).then((alive) => {
      if (alive) parts.onSecondStream(terminalId);
      open.stream.close(constants.NGHTTP2_NO_ERROR);
    });
  };

  const heartbeat = setInterval(() => inSlices([...streams], ': alive\n\n'), parts.heartbeatMs);
  heartbeat.unref();

  return {
    open(terminalId, stream) {
      const opened = { id: randomUUID(), stream };
      const before = streams.get(terminalId);
      streams.set(terminalId, opened);
      if (before !== undefined) retire(terminalId, before);
      stream.on('error', () => undefined);
      stream.once('close', () => {
        if (streams.get(terminalId) === opened) streams.delete(terminalId);
        parts.onClosed(terminalId, opened.id);
      });
      stream.respond({
        ':status': 200,
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        [LINE_VERSION_HEADER]: LINE_VERSION,
      });
      stream.write(': open\n\n');
      return opened.id;
    },
    push(terminalId, event, eventId) {
      const open = streams.get(terminalId);
      if (open === undefined) return false;
      write(terminalId, open, framed(event, eventId));
      return true;
    },
    broadcast: (event, eventId) => inSlices([...streams], framed(event, eventId)),
    connected: () => new Map([...streams].map(([terminalId, open]) => [terminalId, open.id])),
    async isAlive(terminalId) {
      return await answers(streams.get(terminalId)?.stream.session);
    },
    supersede(terminalId) {
      const open = streams.get(terminalId);
      if (open === undefined) return;
      streams.delete(terminalId);
      retire(terminalId, open);
    },
    closeAll() {
      clearInterval(heartbeat);
      for (const open of streams.values()) open.stream.close(constants.NGHTTP2_NO_ERROR);
    },
  };
}
