/** A restart that a clerk orders: the host's process ends by itself with its own code, is started anew, and serves again. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clerkDoes } from '../environment/operator-hands.ts';
import { writePrivate } from '../environment/private-files.ts';
import { type ConnectedScreens, connectScreens } from '../environment/screens-by-websocket.ts';
import { type SupervisedHost, superviseHost } from '../environment/supervised-host.ts';
import { buildWorld, type World } from '../environment/world.ts';

const TERMINAL = 'KIOSK-R1';
let world: World;
let host: SupervisedHost;
let screens: ConnectedScreens;
const restarted = Promise.withResolvers<string>();

beforeAll(async () => {
  world = await buildWorld({ directory: null, terminals: [TERMINAL] });
  const assetsDirectory = join(world.directory, 'assets');
  await mkdir(assetsDirectory);
  await writeFile(join(assetsDirectory, 'index.html'), '<!doctype html><title>kiosk</title>');
  const kiosk = await world.addKiosk({ terminalId: TERMINAL, reader: 'virtual', sheetMs: 20, assetsDirectory });
  const configurationFile = join(world.directory, 'host.json');
  await writePrivate(configurationFile, JSON.stringify(kiosk.configuration));
  host = await superviseHost({
    configurationFile,
    onRestarted: restarted.resolve,
    onEnded: (exitCode) => restarted.reject(new Error(`The host ended with ${String(exitCode)}.`)),
  });
  screens = await connectScreens(host.startUrl);
}, 90_000);
afterAll(async () => {
  screens?.close();
  await host?.stop();
  await world?.stop();
}, 60_000);

it('the terminal is itself again after it, in a new process', async () => {
  await screens.until(['attract'], 60_000);
  const { pid } = host;
  expect(await clerkDoes(screens, 'restart', ['yes'])).toMatchObject({ result: 'done' });
  const startUrl = await restarted.promise;
  expect(host.pid).not.toBe(pid);
  screens.close();
  screens = await connectScreens(startUrl);
  expect((await screens.until(['attract'], 60_000)).screen.name).toBe('attract');
}, 120_000);
