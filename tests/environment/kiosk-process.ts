/**
 * A kiosk whose host is a process of its own, so that it can be killed: its devices live on in this process, as real ones would,
 * and its screens are reached as a browser reaches them.
 */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { ReaderChoice } from './devices.ts';
import { writePrivate } from './private-files.ts';
import { type ConnectedScreens, connectScreens } from './screens-by-websocket.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import type { Kiosk, World } from './world.ts';

const ENTRY = fileURLToPath(new URL('../../kiosk/host/main.ts', import.meta.url));
const HostSaysSchema = v.object({ event: v.literal('HOST_LISTENING'), startUrl: v.string() });
const StartUrlSchema = v.object({ event: v.literal('START_URL'), startUrl: v.string() });

export type KioskProcess = Kiosk & {
  readonly screens: ConnectedScreens;
  readonly hostPid: number;
  /** The visit process that serves the resident: the older of the two children. */
  visitPid(): number;
  /** The host ends as in a power cut. */
  killHost(): Promise<void>;
  /** Starts the host again on what the last one left on disk. */
  startHost(): Promise<void>;
  /** The browser dies and is started anew. */
  restartShell(): Promise<void>;
  stop(): Promise<void>;
};

export async function startKioskProcess(
  world: World,
  o: { terminalId: string; reader: ReaderChoice; sheetMs: number },
): Promise<KioskProcess> {
  const assetsDirectory = join(world.directory, `${o.terminalId}-assets`);
  await mkdir(assetsDirectory, { recursive: true });
  await writeFile(join(assetsDirectory, 'index.html'), '<!doctype html><title>kiosk</title>');
  const kiosk = await world.addKiosk({ ...o, assetsDirectory });
  const configurationFile = join(world.directory, `${o.terminalId}.configuration.json`);
  await writePrivate(configurationFile, JSON.stringify(kiosk.configuration));
  const start = (): Promise<ServerProcess<v.InferOutput<typeof HostSaysSchema>>> =>
    startServerProcess({ name: 'host', entry: ENTRY, args: ['--config', configurationFile], says: HostSaysSchema });

  let host = await start();
  let screens = await connectScreens(host.said.startUrl);
  return {
    ...kiosk,
    get screens() {
      return screens;
    },
    get hostPid() {
      return host.pid;
    },
    visitPid() {
      const children = readFileSync(`/proc/${host.pid}/task/${host.pid}/children`, 'utf8')
        .trim()
        .split(' ')
        .map(Number);
      const visits = children.filter((pid) =>
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('visit/process/main.ts'),
      );
      return Math.min(...visits);
    },
    async killHost() {
      host.kill('SIGKILL');
      await host.exited;
      screens.close();
    },
    async startHost() {
      host = await start();
      screens = await connectScreens(host.said.startUrl);
    },
    async restartShell() {
      await screens.restart((await host.ask('start-url', StartUrlSchema)).startUrl);
    },
    async stop() {
      screens.close();
      await host.stop();
    },
  };
}
