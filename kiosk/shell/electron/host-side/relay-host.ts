/**
 * Shows a host that serves the chromium way on an Electron shell: a launcher between the two, which is the host's one page and the
 * shell's host. For `npm start`, where the host does not start the window itself; a terminal in a store uses the pipe alone.
 */
import { err, ok, type Result } from 'neverthrow';
import { type RawData, WebSocket } from 'ws';
import { SNAPSHOT_LIMIT_BYTES } from '../../../snapshot.ts';
import type { LaunchElectronFailure } from './launch-electron.ts';
import { type ElectronScreensOptions, serveElectronScreens } from './serve-electron-screens.ts';

const BEAT_EVERY_MS = 2_000;
const RETRY_MS = 300;
const ANSWER_LIMIT_MS = 5_000;
const FRAME_PREFIX = Buffer.from('{"type":"snapshot","snapshot":');
const FRAME_SUFFIX = Buffer.from('}');
const FRESH_PAGE = Buffer.from('{"type":"fresh-page"}');

export interface RelayedShell {
  stop(): Promise<void>;
}

export type RelayFailure = LaunchElectronFailure | { kind: 'host-refused'; cause: unknown };

/** @param options.startUrl a launch address of the host; it is used up here */
export async function relayHostToElectron(
  options: ElectronScreensOptions & { startUrl: string },
): Promise<Result<RelayedShell, RelayFailure>> {
  const { startUrl } = options;
  const { origin, host } = new URL(startUrl);
  let cookie: string;
  try {
    const answer = await fetch(startUrl, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    if (answer.status !== 200 || cookie === '') return err({ kind: 'host-refused', cause: answer.status });
  } catch (cause) {
    return err({ kind: 'host-refused', cause });
  }
  const served = await serveElectronScreens(options);
  if (served.isErr()) return err(served.error);
  const link = served.value;
  let socket: WebSocket | null = null;
  let stopped = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const send = (message: object): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const stopListening = link.onEvent((event) => send({ type: 'event', event }));
  // The host hears a beat only while a page of the shell is there; the shell watches its pages itself.
  const beat = setInterval(() => link.connected && send({ type: 'heartbeat', screenSeq: 0 }), BEAT_EVERY_MS);

  function onMessage(data: RawData): void {
    if (!Buffer.isBuffer(data)) return;
    if (data.equals(FRESH_PAGE)) link.freshPage();
    else if (data.subarray(0, FRAME_PREFIX.length).equals(FRAME_PREFIX))
      link.show(data.subarray(FRAME_PREFIX.length, data.length - FRAME_SUFFIX.length));
    data.fill(0);
  }
  async function connect(): Promise<void> {
    try {
      // The host takes a page only after it has been loaded anew: this stands for that, because every page of the shell is.
      await fetch(`${origin}/`, { headers: { Cookie: cookie }, signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    } catch {
      // A host that is away is asked again below.
    }
    if (stopped) return;
    socket = new WebSocket(`ws://${host}/link`, {
      headers: { Origin: origin, Cookie: cookie },
      maxPayload: SNAPSHOT_LIMIT_BYTES + 1024,
      handshakeTimeout: ANSWER_LIMIT_MS,
    });
    socket.on('message', onMessage);
    socket.on('error', () => {});
    socket.on('close', () => {
      if (!stopped) retry = setTimeout(() => void connect(), RETRY_MS);
    });
  }
  await connect();

  return ok({
    async stop() {
      stopped = true;
      clearTimeout(retry);
      clearInterval(beat);
      stopListening();
      socket?.terminate();
      await link.close();
    },
  });
}
