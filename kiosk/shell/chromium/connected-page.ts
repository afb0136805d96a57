/** One page on its WebSocket: sends it frames one at a time, listens to touches and heartbeats, cuts it off when it goes silent. */
import type { RawData } from 'ws';
import type { Report } from './report-codes.ts';
import { readUpMessage } from './up-message.ts';

/** The page beats every two seconds; three missed beats and it is taken for hung. */
export const HEARTBEAT_LIMIT_MS = 7_000;
/** How long a page may take to close its end. */
const CLOSING_LIMIT_MS = 1_000;
/** RFC 6455 §7.4.1. */
const CLOSE_NORMAL = 1000;
const CLOSE_POLICY_VIOLATION = 1008;

/** What is used of a WebSocket. */
export interface PageSocket {
  readonly OPEN: number;
  readonly readyState: number;
  send(data: string | Buffer, options: { binary: boolean }, done: () => void): void;
  close(code: number): void;
  terminate(): void;
  on(event: 'message', listener: (data: RawData, isBinary: boolean) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

export interface ConnectedPage {
  /** Sends what `nextMessage` gives, now or as soon as the frame before it has left. Frames in between are skipped. */
  push(): void;
  /** Tells the page to throw itself away, and closes. */
  dismiss(): void;
  terminate(): void;
}

export interface ConnectedPageOptions {
  socket: PageSocket;
  /** Bytes to send now, overwritten here once they have left; `null` for nothing. */
  nextMessage: () => Buffer | null;
  onEvent: (event: unknown) => void;
  onClosed: () => void;
  report: Report;
}

export function connectedPage({ socket, nextMessage, onEvent, onClosed, report }: ConnectedPageOptions): ConnectedPage {
  let sending = false;
  let waiting = false;

  let silence = setTimeout(onSilence, HEARTBEAT_LIMIT_MS);
  function onSilence(): void {
    report('heartbeat-missed');
    socket.terminate();
  }
  function heard(): void {
    clearTimeout(silence);
    silence = setTimeout(onSilence, HEARTBEAT_LIMIT_MS);
  }

  function close(code: number): void {
    socket.close(code);
    // A page that hangs never answers the closing handshake.
    setTimeout(() => socket.terminate(), CLOSING_LIMIT_MS).unref();
  }

  function push(): void {
    if (socket.readyState !== socket.OPEN) return;
    if (sending) {
      waiting = true;
      return;
    }
    const message = nextMessage();
    if (message === null) return;
    sending = true;
    socket.send(message, { binary: false }, () => {
      message.fill(0);
      sending = false;
      if (!waiting) return;
      waiting = false;
      push();
    });
  }

  socket.on('message', (data, isBinary) => {
    const message = Buffer.isBuffer(data) ? readUpMessage(data, isBinary) : null;
    if (message === null) {
      report('message-refused');
      close(CLOSE_POLICY_VIOLATION);
      return;
    }
    if (message.type === 'heartbeat') heard();
    else onEvent(message.event);
  });
  socket.on('error', (error) => {
    const code = 'code' in error ? error.code : undefined;
    report(code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 'message-oversized' : 'message-refused');
    socket.terminate();
  });
  socket.on('close', () => {
    clearTimeout(silence);
    onClosed();
  });

  return {
    push,
    dismiss() {
      waiting = false;
      socket.send('{"type":"fresh-page"}', { binary: false }, () => {});
      close(CLOSE_NORMAL);
    },
    terminate: () => socket.terminate(),
  };
}
