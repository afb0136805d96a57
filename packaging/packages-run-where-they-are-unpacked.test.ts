/**
 * The packages, unpacked into a folder of their own, run from there with their own Node: VRS and center under their service, a
 * terminal that fetches the directive over mutual TLS, and a host that comes as far as its first screen.
 */
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HostConfiguration, HostConfigurationSchema } from '../kiosk/host/index.ts';
import type { CenterConfigurationSchema } from '../server-bridge/center/index.ts';
import { openLine } from '../server-bridge/line/index.ts';
import type { VrsConfigurationSchema } from '../server-bridge/vrs/index.ts';
import { preparePrivateFiles, writePrivate } from '../tests/environment/private-files.ts';
import { connectScreens } from '../tests/environment/screens-by-websocket.ts';
import { buildWorld } from '../tests/environment/world.ts';
import { askForStartUrl, type Invitation } from './service/shell/ask-for-start-url.ts';
import { type PackagedProcess, startPackaged } from './testing/packaged-process.ts';
import { type UnpackedPackages, unpackedPackages } from './testing/unpacked-packages.ts';

const BUILD_LIMIT_MS = 240_000;
const RUN_LIMIT_MS = 180_000;
const TERMINAL = 'KIOSK-0001';
const SERVICE = 'packaging/service/server/main.ts';
const ListeningSchema = v.object({
  event: v.picklist(['VRS_LISTENING', 'CENTER_LISTENING']),
  port: v.number(),
});
const HostSaysSchema = v.object({ event: v.literal('HOST_LISTENING'), startUrl: v.string() });

let packages: UnpackedPackages;
let directory: string;
const running: PackagedProcess[] = [];

beforeAll(async () => {
  packages = await unpackedPackages();
  directory = await mkdtemp(join(tmpdir(), 'kofu-installed-'));
  await chmod(directory, 0o700);
}, BUILD_LIMIT_MS);
afterAll(async () => {
  for (const one of running) await one.stop();
  await rm(directory, { recursive: true, force: true });
  await packages.remove();
});

/** Runs a program of a package; it is ended after the tests, if not before. */
function run(name: string, entry: string, args: readonly string[]): PackagedProcess {
  const started = startPackaged(packages.home(name), entry, args);
  running.push(started);
  return started;
}

it(
  'starts VRS and center, and gives a terminal its directive over mutual TLS',
  async () => {
    const files = await preparePrivateFiles(join(directory, 'country'), [TERMINAL], new Date());
    const { trust } = files;
    const vrsConfiguration: v.InferInput<typeof VrsConfigurationSchema> = {
      listen: { host: '127.0.0.1', port: 0 },
      tls: { key: trust.vrsServer.keyFile, certificate: trust.vrsServer.certificateFile, clientCa: trust.lgwanCaFile },
      store: { kind: 'pglite', directory: join(directory, 'vrs-store') },
      keysFile: files.vrs.keysFile,
      masterKeyFile: files.vrs.masterKeyFile,
      cardAnchorsFile: files.vrs.cardAnchorsFile,
      allowedCenters: ['urn:kofu:center:development'],
      syntheticData: false,
      maxInFlight: 8,
      challengeLifeSeconds: 300,
    };
    const vrsFile = join(directory, 'vrs.json');
    await writePrivate(vrsFile, JSON.stringify(vrsConfiguration));
    const vrs = run('kofu-servers', SERVICE, ['--run', 'vrs', '--config', vrsFile]);
    const { port: vrsPort } = await vrs.says(ListeningSchema);

    const centerConfiguration: v.InferInput<typeof CenterConfigurationSchema> = {
      listen: { host: '127.0.0.1', port: 0 },
      tls: { ...trust.centerServer, caFile: trust.lineCaFile },
      vrs: { host: '127.0.0.1', port: vrsPort, ...trust.centerVrsClient, caFile: trust.lgwanCaFile },
      store: { kind: 'pglite', directory: join(directory, 'center-store') },
      directiveKeyFile: trust.directiveKeyFile,
      initialDirective: files.initialDirectiveFile,
      operations: { port: 0, tokenFile: files.operationsTokenFile },
    };
    const centerFile = join(directory, 'center.json');
    await writePrivate(centerFile, JSON.stringify(centerConfiguration));
    const center = run('kofu-servers', SERVICE, ['--run', 'center', '--config', centerFile]);
    const { port } = await center.says(ListeningSchema);

    const certificate = trust.terminals.get(TERMINAL);
    if (certificate === undefined) throw new Error('This terminal has no certificate.');
    const opened = await openLine({
      terminalId: TERMINAL,
      nodes: [{ host: '127.0.0.1', port }],
      caFile: trust.lineCaFile,
      ...certificate,
      directiveKeys: [trust.directivePublicKey],
      vrsRootKey: files.vrs.rootPublicKey,
    });
    const line = opened._unsafeUnwrap();
    try {
      line.start();
      await expect.poll(() => line.directive()?.directive.version ?? 0, { timeout: 30_000 }).toBeGreaterThan(0);
    } finally {
      await line.stop();
    }
    expect(await center.stop()).toBe(0);
    expect(await vrs.stop()).toBe(0);
  },
  RUN_LIMIT_MS,
);

it(
  'starts the terminal as far as its first screen, with the page, fonts and checks of the package',
  async () => {
    const world = await buildWorld({ directory: null, terminals: [TERMINAL] });
    try {
      const home = packages.home('kofu-terminal');
      const assetsDirectory = join(home, 'screens');
      const kiosk = await world.addKiosk({ terminalId: TERMINAL, reader: 'virtual', sheetMs: 0, assetsDirectory });
      const file = join(directory, 'terminal.json');
      await writePrivate(file, JSON.stringify(kiosk.configuration));
      const host = run('kofu-terminal', 'kiosk/host/main.ts', ['--config', file]);
      const { startUrl } = await host.says(HostSaysSchema);
      const screens = await connectScreens(startUrl);
      try {
        // Shown only once a visit process is warm: fonts, PDFium and the reader of codes were loaded and tried in it.
        await screens.until(['attract'], 60_000);
      } finally {
        screens.close();
      }
      expect(await host.stop()).toBe(0);

      const service = run('kofu-terminal', 'packaging/service/terminal/main.ts', [
        ...['--config', file, '--network', join(directory, 'none.conf'), '--door', join(directory, 'door')],
      ]);
      expect(await service.exited).toBe(78);
      expect(service.complaint()).toContain('devices.reader: a virtual device has no place in a store');
      await runsAsService(kiosk.configuration);
    } finally {
      await world.stop();
    }
  },
  RUN_LIMIT_MS,
);

/** With the devices of a store, none of which is there: the service runs all the same, and its door gives a browser an address. */
async function runsAsService(configuration: HostConfiguration): Promise<void> {
  const example = await readFile(join(import.meta.dirname, 'terminal/terminal.example.json'), 'utf8');
  const { devices } = v.parse(HostConfigurationSchema, JSON.parse(example));
  const file = join(directory, 'service.json');
  const places = ['--config', file, '--network', join(directory, 'network.conf')];
  const door = join(directory, 'door');
  const stateDirectory = join(directory, 'service-state');
  await writePrivate(file, JSON.stringify({ ...configuration, devices, stateDirectory }));
  expect(await run('kofu-terminal', 'packaging/service/terminal/cli.ts', ['write', ...places]).exited).toBe(0);
  const service = run('kofu-terminal', 'packaging/service/terminal/main.ts', [...places, '--door', door]);
  const askAgain = async (): Promise<Invitation> => {
    const deadline = Date.now() + RUN_LIMIT_MS / 2;
    while (Date.now() < deadline) {
      const invitation = await askForStartUrl(door);
      if (invitation !== null) return invitation;
      await pause(200);
    }
    throw new Error(`The door gives no address. ${service.complaint()}`);
  };
  const { startUrl, over } = await askAgain();
  expect((await fetch(startUrl)).status).toBe(200);
  expect(await service.stop()).toBe(0);
  await over;
}

it('loads its native parts: the way to PC/SC and to systemd, and the serial line', () => {
  const program = [
    "import koffi from 'koffi';",
    "import { SerialPort } from 'serialport';",
    "const strlen = koffi.load('libc.so.6').func('size_t strlen(const char *text)');",
    "process.stdout.write(String(Number(strlen('kofu'))) + typeof SerialPort.list);",
  ].join('\n');
  const home = packages.home('kofu-terminal');
  const done = spawnSync(join(home, 'bin/node'), ['--input-type=module', '-e', program], {
    cwd: join(home, 'app'),
    env: {},
    encoding: 'utf8',
  });
  expect(done.stderr).toBe('');
  expect(done.stdout).toBe('4function');
});

it('has no invented people: a VRS that is told to load them does not start', { timeout: RUN_LIMIT_MS }, async () => {
  const files = await preparePrivateFiles(join(directory, 'second-country'), [], new Date());
  const { vrsServer, lgwanCaFile } = files.trust;
  const configuration: v.InferInput<typeof VrsConfigurationSchema> = {
    listen: { host: '127.0.0.1', port: 0 },
    tls: { key: vrsServer.keyFile, certificate: vrsServer.certificateFile, clientCa: lgwanCaFile },
    store: { kind: 'pglite', directory: null },
    keysFile: files.vrs.keysFile,
    masterKeyFile: files.vrs.masterKeyFile,
    cardAnchorsFile: files.vrs.cardAnchorsFile,
    allowedCenters: ['urn:kofu:center:development'],
    syntheticData: true,
    maxInFlight: 8,
    challengeLifeSeconds: 300,
  };
  const file = join(directory, 'with-people.json');
  await writePrivate(file, JSON.stringify(configuration));
  const vrs = run('kofu-servers', SERVICE, ['--run', 'vrs', '--config', file]);
  expect(await vrs.exited).toBe(1);
  expect(vrs.complaint()).toContain('card-reader/virtual/index.ts');
});
