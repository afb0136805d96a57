/**
 * The link to the chromium shell: one WebSocket to the page's own origin, opened again for as long as the page lives.
 */
import { SNAPSHOT_LIMIT_BYTES } from '../../snapshot.ts';
import type { Bridge, UpMessage } from './messages.ts';

/** Pause before the next attempt; short, because a resident may be standing there. */
const RETRY_MS = 300;
/** Room for the envelope around the largest snapshot, in UTF-16 units. */
const MESSAGE_LIMIT = SNAPSHOT_LIMIT_BYTES + 1024;

export function websocketBridge(location: Location): Bridge {
  let socket: WebSocket | null = null;
  let closed = false;

  function connect(onMessage: (message: unknown) => void, onLink: (linked: boolean) => void): void {
    if (closed) return;
    const opening = new WebSocket(`ws://${location.host}/link`);
    socket = opening;
    opening.addEventListener('open', () => onLink(true));
    opening.addEventListener('message', ({ data }) => {
      const message = parse(data);
      if (message !== undefined) onMessage(message);
    });
    opening.addEventListener('close', () => {
      socket = null;
      onLink(false);
      setTimeout(() => connect(onMessage, onLink), RETRY_MS);
    });
  }

  return {
    open: connect,
    send(message: UpMessage) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    close() {
      closed = true;
      socket?.close();
    },
  };
}

/** The JSON value in a text frame; `undefined` for anything else, which is then ignored. */
function parse(data: unknown): unknown {
  if (typeof data !== 'string' || data.length > MESSAGE_LIMIT) return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
