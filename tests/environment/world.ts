/**
 * A whole invented country on this machine: VRS and center as processes, virtual devices, and the configuration of a host.
 * `npm start`, `npm run visit`, the end-to-end tests and the bench all stand on it.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { type HostConfiguration, HostConfigurationSchema } from '../../kiosk/host/index.ts';
import type { CenterLimits } from '../../server-bridge/center/index.ts';
import { askCenter } from './ask-center.ts';
import { type Devices, type ReaderChoice, startDevices } from './devices.ts';
import { enrolledTerminals } from './enrolled-terminals.ts';
import { type PrivateFiles, preparePrivateFiles } from './private-files.ts';
import { type Servers, startServers } from './servers.ts';

export const BUILD = 'development';

export type World = {
  directory: string;
  files: PrivateFiles;
  servers: Servers;
  /** Adds a kiosk: its devices and its host configuration. */
  addKiosk(o: { terminalId: string; reader: ReaderChoice; sheetMs: number; assetsDirectory: string }): Promise<Kiosk>;
  stop(): Promise<void>;
};

export type Kiosk = { devices: Devices; configuration: HostConfiguration };

/**
 * `directory` null: everything in a temporary folder, removed at the end. `passportReading`: the directive's switch, off unless
 * told; staff can turn it while everything runs.
 */
export async function buildWorld(o: {
  directory: string | null;
  terminals: readonly string[];
  passportReading?: boolean;
  /** Where the center's usual ones would make a test wait, or leave it to chance. */
  centerLimits?: Partial<CenterLimits>;
  /** Also a console for people, on this port (0: any); only with a directory that stays. */
  consolePort?: number;
}): Promise<World> {
  const temporary = o.directory === null ? await mkdtemp(join(tmpdir(), 'kofu-')) : null;
  const directory = o.directory ?? temporary ?? '';
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  if (temporary !== null) closers.push(() => rm(temporary, { recursive: true, force: true }));
  try {
    const prepared = await preparePrivateFiles(directory, [], new Date(), {
      passportReading: o.passportReading ?? false,
    });
    const servers = await startServers(prepared, {
      persistent: o.directory !== null,
      centerLimits: o.centerLimits ?? {},
      consolePort: o.consolePort ?? null,
    });
    closers.push(() => servers.stop());
    const { operationsPort, enrolmentPort } = servers.center.said;
    const terminals = await enrolledTerminals({
      terminals: o.terminals,
      directory,
      lineCaFile: prepared.trust.lineCaFile,
      enrolmentPort,
      ask: (method, path, body) => askCenter(operationsPort, prepared.operationsToken, method, path, body),
    });
    const files = { ...prepared, trust: { ...prepared.trust, terminals } };
    return {
      directory,
      files,
      servers,
      async addKiosk(kiosk) {
        const devices = await startDevices({ ...kiosk, directory: join(directory, kiosk.terminalId) });
        closers.push(() => devices.stop());
        return { devices, configuration: configurationOf(files, servers, devices, directory, kiosk) };
      },
      stop,
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

function configurationOf(
  files: PrivateFiles,
  servers: Servers,
  devices: Devices,
  directory: string,
  kiosk: { terminalId: string; assetsDirectory: string },
): HostConfiguration {
  const certificate = files.trust.terminals.get(kiosk.terminalId);
  if (certificate === undefined) throw new Error('This terminal has no certificate.');
  return v.parse(HostConfigurationSchema, {
    terminalId: kiosk.terminalId,
    build: BUILD,
    store: { name: '架空ストア 見本町店', inquiryNumber: '0120-000-000' },
    line: {
      terminalId: kiosk.terminalId,
      nodes: [{ host: '127.0.0.1', port: servers.center.said.port }],
      caFile: files.trust.lineCaFile,
      ...certificate,
      directiveKeys: [files.trust.directivePublicKey],
      vrsRootKey: files.vrs.rootPublicKey,
    },
    devices: {
      reader: devices.readerConfiguration,
      pagePrinter: { uri: devices.pagePrinter.uri },
      receiptPrinter: { host: '127.0.0.1', port: devices.receiptPrinter.port },
      payment: {
        coinBox: { kind: 'virtual', host: '127.0.0.1', port: devices.coinBox.port },
        cashless: { kind: 'virtual', host: '127.0.0.1', port: devices.cashless.port },
      },
      keySwitch: { kind: 'virtual', host: '127.0.0.1', port: devices.keySwitch.port },
      audioJack: { kind: 'virtual', host: '127.0.0.1', port: devices.audioJack.port },
      passportScanner: {
        kind: 'virtual',
        host: '127.0.0.1',
        port: devices.passportScanner.port,
        anchors: [Buffer.from(files.passportState.anchor).toString('base64')],
      },
    },
    stateDirectory: join(directory, kiosk.terminalId, 'state'),
    screens: { kind: 'chromium', assetsDirectory: kiosk.assetsDirectory, port: 0 },
  });
}
