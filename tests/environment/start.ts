/**
 * `npm start`: the whole system on this machine. Makes the development trust in `.kofu/`, starts VRS, center, the virtual
 * devices, a host and the workbench, opens the kiosk window, and says in three lines what to do next. Ctrl+C ends everything
 * it started, in order.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { buildScreens } from '../../kiosk/screens/index.ts';
import { launchChromium } from '../../kiosk/shell/chromium/index.ts';
import { buildElectronShell } from '../../kiosk/shell/electron/building/index.ts';
import { findElectronRuntime } from '../../kiosk/shell/electron/index.ts';
import type { ScreensConfiguration } from '../../kiosk/shell/index.ts';
import { startWorkbench } from '../workbench/index.ts';
import { startKioskOpener } from './kiosk-opener.ts';
import { workbenchControl } from './operations-client.ts';
import { writePrivate } from './private-files.ts';
import { superviseHost } from './supervised-host.ts';
import { buildWorld } from './world.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TERMINAL = 'KIOSK-0001';
const PortSchema = v.pipe(v.string(), v.regex(/^[0-9]{1,5}$/), v.transform(Number));
const ArgumentsSchema = v.strictObject({
  window: v.optional(v.picklist(['auto', 'none']), 'auto'),
  reader: v.optional(v.picklist(['auto', 'pcsc', 'virtual']), 'auto'),
  directory: v.optional(v.string(), join(ROOT, '.kofu')),
  'kiosk-port': v.optional(PortSchema, '8089'),
  'workbench-port': v.optional(PortSchema, '8090'),
  'console-port': v.optional(PortSchema, '8091'),
});

function readArguments(): v.InferOutput<typeof ArgumentsSchema> {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      options: {
        window: text,
        reader: text,
        directory: text,
        'kiosk-port': text,
        'workbench-port': text,
        'console-port': text,
      },
    });
    return v.parse(ArgumentsSchema, values);
  } catch {
    console.error(
      'Usage: npm start -- [--window auto|none] [--reader auto|pcsc|virtual] [--directory FOLDER] [--kiosk-port N] [--workbench-port N] [--console-port N]',
    );
    process.exit(64);
  }
}

const closers: (() => Promise<unknown>)[] = [];
let ending = false;
let closeWindow: () => Promise<unknown> = () => Promise.resolve();
async function end(code: number): Promise<never> {
  if (!ending) {
    ending = true;
    for (const close of closers.splice(0).reverse()) await close().catch(() => {});
  }
  process.exit(code);
}
process.on('SIGINT', () => void end(0));
process.on('SIGTERM', () => void end(0));

function complain(cause: unknown): Promise<never> {
  const text = cause instanceof Error ? cause.message : 'The system cannot be started.';
  const hint = /already-running/.test(text)
    ? 'Kofu is already running from this folder. End it with Ctrl+C where it runs, or give another --directory.'
    : /EADDRINUSE/.test(text)
      ? 'A port is in use already. End what uses it, or choose others with --kiosk-port, --workbench-port and --console-port.'
      : /EACCES|EPERM/.test(text)
        ? `There is no right to write there or to use that port: ${text}`
        : text;
  console.error(hint);
  return end(69);
}

async function main(): Promise<void> {
  const options = readArguments();
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const assetsDirectory = join(options.directory, 'screens');
  await buildScreens(assetsDirectory);
  const world = await buildWorld({
    directory: options.directory,
    terminals: [TERMINAL],
    consolePort: options['console-port'],
  });
  closers.push(() => world.stop());
  const kiosk = await world.addKiosk({ terminalId: TERMINAL, reader: options.reader, sheetMs: 2_500, assetsDirectory });
  const configurationFile = join(options.directory, 'host.configuration.json');
  const electron = options.window === 'auto' && hasDisplay() ? await electronScreens(options.directory) : null;
  const screens = electron ?? kiosk.configuration.screens;
  await writePrivate(configurationFile, JSON.stringify({ ...kiosk.configuration, screens }));
  const open = (startUrl: string) =>
    options.window === 'auto' && electron === null ? openWindow(startUrl) : Promise.resolve(electron?.kind ?? null);
  const host = await superviseHost({
    configurationFile,
    onRestarted: (startUrl) => void open(startUrl).catch(complain),
    onEnded(code) {
      if (!ending) void complain(new Error(`The host ended by itself (${String(code)}).`));
    },
  });
  closers.push(() => host.stop());

  const window = await open(host.startUrl);
  closers.push(() => closeWindow());
  // A shell that the host has started itself is its one window: there is no address to open elsewhere.
  const opener =
    electron === null
      ? await startKioskOpener({ port: options['kiosk-port'], newStartUrl: () => host.newStartUrl() })
      : null;
  closers.push(async () => opener?.stop());
  const workbench = await startWorkbench({
    devices: kiosk.devices,
    port: options['workbench-port'],
    control: workbenchControl({
      world,
      terminalId: TERMINAL,
      readerPath: kiosk.devices.readerPath,
      kioskUrl: opener?.url ?? null,
    }),
  });
  closers.push(() => workbench.stop());

  console.log(
    window === null && opener !== null
      ? `1. Open the kiosk in a browser window:  ${opener.url}`
      : '1. The kiosk window is open: touch 「画面にふれて、はじめる」 on it.',
  );
  console.log(
    `2. Open the workbench, your hands at the kiosk:  ${workbench.url}   (card: ${kiosk.devices.readerPath === 'pcsc' ? 'real PC/SC' : 'virtual reader'}, PIN 1234)`,
  );
  console.log('3. Lay a card down, insert coins and take the paper there. Ctrl+C here ends everything.');
  const { consoleAccount, center } = world.servers;
  if (consoleAccount === null || center.said.consolePort === null) return;
  const { staffId, firstPassword, authenticatorFile } = consoleAccount;
  console.log(`
The center's console:  https://127.0.0.1:${center.said.consolePort}/   (the browser warns: its certificate is a development one)
DEVELOPMENT ONLY, new at every start:  account ${staffId}   first password ${firstPassword}
one-time code:  npx --no node tests/environment/development-code.ts ${authenticatorFile}`);
}

function hasDisplay(): boolean {
  return process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined;
}

/** What an engine writes lies in a temporary folder that goes with this program. */
async function temporaryProfiles(): Promise<string> {
  const directory = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'kofu-kiosk-'));
  closers.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** The screens as a host in a store has them, where `KOFU_ELECTRON` names a runtime; otherwise null, and a browser shows them. */
async function electronScreens(directory: string): Promise<ScreensConfiguration | null> {
  const isAdministrator = process.getuid?.() === 0;
  const runtime = findElectronRuntime({ variable: process.env['KOFU_ELECTRON'], isAdministrator });
  if (runtime.kind !== 'found') {
    if (runtime.kind !== 'none')
      console.error(`KOFU_ELECTRON is not used (${runtime.kind}): the kiosk opens in chromium.`);
    return null;
  }
  const appDirectory = resolve(directory, 'electron');
  const built = await buildElectronShell(appDirectory, join(directory, 'screens'));
  if (built.isErr()) throw new Error(`The Electron shell cannot be built: ${built.error.kind}.`);
  const executable = resolve(runtime.executable);
  return { kind: 'electron', executable, appDirectory, profileDirectory: await temporaryProfiles() };
}

/** Opens the kiosk in Debian's chromium, in the place of a window that was open before. */
async function openWindow(startUrl: string): Promise<'chromium' | null> {
  if (!hasDisplay()) return null;
  const profileDirectory = await temporaryProfiles();
  await closeWindow();
  closeWindow = () => Promise.resolve();
  if (!existsSync('/usr/bin/chromium')) return null;
  const launched = await launchChromium({ startUrl, profileDirectory, window: { width: 1080, height: 1920 } });
  if (launched.isErr()) return null;
  closeWindow = () => launched.value.stop();
  return 'chromium';
}

await main().catch(complain);
