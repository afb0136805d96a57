/**
 * Screens without a browser at a host that is a process of its own: opens the page as the shell would, by the single-use key, and
 * speaks the page's own protocol. It can die and come back, as a browser does.
 */
import { once } from 'node:events';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import { keepFrames, type Screens } from './scripted-screens.ts';

const BEAT_EVERY_MS = 2_000;
const DownSchema = v.variant('type', [
  v.strictObject({ type: v.literal('snapshot'), snapshot: v.unknown() }),
  v.strictObject({ type: v.literal('fresh-page') }),
]);

export type ConnectedScreens = Screens & {
  /** The browser dies and is started again with a new key: the host shows it what is up. */
  restart(startUrl: string): Promise<void>;
  close(): void;
};

export async function connectScreens(startUrl: string): Promise<ConnectedScreens> {
  let socket: WebSocket | null = null;
  let headers: { Origin: string; Cookie: string } = { Origin: '', Cookie: '' };
  const { show, dark, ...screens } = keepFrames((event) => send({ type: 'event', event }));
  const send = (message: object): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };

  /** Loads the page with the session's cookie and opens its link. */
  const load = async (): Promise<void> => {
    await fetch(`${headers.Origin}/`, { headers: { Cookie: headers.Cookie } });
    const opening = new WebSocket(`${headers.Origin.replace('http', 'ws')}/link`, { headers });
    opening.on('error', () => {});
    opening.on('message', (data) => {
      const message = v.parse(v.pipe(v.string(), v.parseJson(), DownSchema), String(data));
      if (message.type === 'snapshot') return show(JSON.stringify(message.snapshot));
      dark();
      opening.close();
      void load();
    });
    socket = opening;
    await once(opening, 'open').catch(() => {});
    send({ type: 'heartbeat', screenSeq: 0 });
  };
  const begin = async (url: string): Promise<void> => {
    const response = await fetch(url);
    headers = {
      Origin: new URL(url).origin,
      Cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
    };
    await load();
  };
  await begin(startUrl);
  const beat = setInterval(() => send({ type: 'heartbeat', screenSeq: 0 }), BEAT_EVERY_MS);

  return {
    ...screens,
    async restart(url) {
      socket?.terminate();
      dark();
      await begin(url);
    },
    close() {
      clearInterval(beat);
      socket?.terminate();
    },
  };
}
