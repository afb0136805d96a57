/**
 * One kiosk as it stands in a store, for tests through its window: VRS, center and host as processes of their own, virtual devices
 * for hands, and a center in between that is honest until a test makes it hostile.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { buildScreens } from '../../kiosk/screens/index.ts';
import type { Devices } from '../environment/devices.ts';
import { writePrivate } from '../environment/private-files.ts';
import { type ServerProcess, startServerProcess } from '../environment/server-process.ts';
import { buildWorld, type World } from '../environment/world.ts';
import { type HostileRelay, startHostileRelay } from './hostile-relay.ts';
import { type KioskWindow, type OpenKioskWindow, openChromiumShell } from './kiosk-window.ts';

const HostSaysSchema = v.object({ event: v.literal('HOST_LISTENING'), startUrl: v.string() });
const HOST = fileURLToPath(new URL('../../kiosk/host/main.ts', import.meta.url));

/** A few others fill this center, and it stays full as long as VRS says nothing: no place falls free by a limit meanwhile. */
const EASILY_FULL = { relaysInFlight: 4, challengeMs: 120_000 };

export type BrowserKiosk = {
  readonly directory: string;
  readonly terminalId: string;
  readonly world: World;
  readonly devices: Devices;
  readonly relay: HostileRelay;
  readonly window: KioskWindow;
  readonly page: Page;
  /** Ends terminal and servers, for a look at what they have written; the window stays open. */
  endService(): Promise<void>;
  /** What terminal, center and shell write; the devices and VRS know people by trade. */
  readonly written: readonly string[];
  stop(): Promise<void>;
};

/** `otherTerminals`: have a certificate, and nothing else; for whoever is to fill the center. */
export async function openBrowserKiosk(o: {
  terminalId: string;
  otherTerminals?: readonly string[];
  open?: OpenKioskWindow;
}): Promise<BrowserKiosk> {
  const { terminalId, open = openChromiumShell } = o;
  const directory = await mkdtemp(join(tmpdir(), 'kofu-window-'));
  const closers: (() => Promise<void>)[] = [() => rm(directory, { recursive: true, force: true, maxRetries: 5 })];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const assetsDirectory = join(directory, 'screens');
    (await buildScreens(assetsDirectory))._unsafeUnwrap();
    const country = join(directory, 'country');
    const world = await buildWorld({
      directory: country,
      terminals: [terminalId, ...(o.otherTerminals ?? ['KIOSK-OTHER'])],
      centerLimits: EASILY_FULL,
    });
    closers.push(() => world.stop());
    const relay = await startHostileRelay({
      files: world.files,
      centerPort: world.servers.center.said.port,
      terminalId,
    });
    closers.push(() => relay.stop());
    const { devices, configuration } = await world.addKiosk({
      terminalId,
      reader: 'virtual',
      sheetMs: 50,
      assetsDirectory,
    });
    const host = await startHostBehind(relay.port, { directory, configuration, country });
    closers.push(() => host.stop());
    const shell = join(directory, 'shell');
    const window = await open({ startUrl: host.said.startUrl, directory: shell });
    closers.push(() => window.close());
    return {
      directory,
      terminalId,
      world,
      devices,
      relay,
      window,
      page: window.page,
      async endService() {
        await host.stop();
        await world.servers.center.stop();
      },
      written: [
        join(country, 'center-store'),
        join(country, terminalId),
        join(country, 'center.configuration.json'),
        join(directory, 'host-tmp'),
        assetsDirectory,
        ...window.wrote,
      ],
      stop,
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

type HostConfiguration = Awaited<ReturnType<World['addKiosk']>>['configuration'];

async function startHostBehind(
  relayPort: number,
  o: { directory: string; configuration: HostConfiguration; country: string },
): Promise<ServerProcess<v.InferOutput<typeof HostSaysSchema>>> {
  const nodes = [{ host: '127.0.0.1', port: relayPort }];
  const configuration = { ...o.configuration, line: { ...o.configuration.line, nodes } };
  const file = join(o.country, 'host.configuration.json');
  await writePrivate(file, JSON.stringify(configuration));
  const temporary = join(o.directory, 'host-tmp');
  await mkdir(temporary);
  return await startServerProcess({
    name: 'host',
    entry: HOST,
    args: ['--config', file],
    says: HostSaysSchema,
    environment: { TMPDIR: temporary, HOME: temporary },
  });
}
