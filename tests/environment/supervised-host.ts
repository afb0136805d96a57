/**
 * A host as a process of its own, started anew whenever it asks for it (exit code 75, `kiosk/host/main.ts`): what a service
 * manager does for a terminal in a store.
 */
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const ENTRY = fileURLToPath(new URL('../../kiosk/host/main.ts', import.meta.url));
const WANTS_RESTART = 75;
const HostSaysSchema = v.object({ event: v.literal('HOST_LISTENING'), startUrl: v.string() });
const StartUrlSchema = v.object({ event: v.literal('START_URL'), startUrl: v.string() });

export type SupervisedHost = {
  readonly pid: number;
  /** The launch address of the host that runs now, as it was first given. */
  readonly startUrl: string;
  newStartUrl(): Promise<string>;
  stop(): Promise<void>;
};

export async function superviseHost(o: {
  configurationFile: string;
  /** It was started anew; whoever paints for it needs this address. */
  onRestarted: (startUrl: string) => void;
  /** It ended without asking for a new start. */
  onEnded: (exitCode: number | null) => void;
}): Promise<SupervisedHost> {
  const start = (): Promise<ServerProcess<v.InferOutput<typeof HostSaysSchema>>> =>
    startServerProcess({ name: 'host', entry: ENTRY, args: ['--config', o.configurationFile], says: HostSaysSchema });
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();
  let host = await start();
  const watch = (): void => {
    void host.exited.then((exitCode) => {
      if (stopping) return;
      if (exitCode !== WANTS_RESTART) return o.onEnded(exitCode);
      restarting = start().then(
        (next) => {
          host = next;
          watch();
          o.onRestarted(next.said.startUrl);
        },
        () => o.onEnded(exitCode),
      );
    });
  };
  watch();
  return {
    get pid() {
      return host.pid;
    },
    get startUrl() {
      return host.said.startUrl;
    },
    newStartUrl: async () => (await host.ask('start-url', StartUrlSchema)).startUrl,
    async stop() {
      stopping = true;
      await restarting;
      await host.stop();
    },
  };
}
