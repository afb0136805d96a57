import { existsSync } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { findFreePortRow } from './free-port-row.ts';
import { RigService, type RigServiceOptions } from './rig-service.ts';
import { VirtualReader } from './virtual-reader.ts';
import type { VpcdAddress, VpcdAttachment } from './vpcd-attachment.ts';

/** Why no private PC/SC service could be started. */
export type RigError =
  | { kind: 'pcscd-missing' }
  | { kind: 'vpcd-missing' }
  /** Unix socket paths end at 107 bytes; this directory is too deep for them. */
  | { kind: 'directory-too-long' }
  /** Neither namespaces nor socket activation brought the service up; `cause` says what the last attempt printed. */
  | { kind: 'not-started'; cause: string };

/** Slots 0 and 1 are the first reader's, 2 is the second reader's first. */
type VpcdSlot = 0 | 1 | 2;

/** How the service is kept apart from the system's: own namespaces, or a socket handed over. */
export type RigRoute = 'namespaces' | 'socket-activation';

/** A real pcscd of our own, with vpcd's two reader slots. */
export interface PcscdRig {
  readonly route: RigRoute;
  /** For `{kind:'pcsc', socketPath}` or `PCSCLITE_CSOCK_NAME`. */
  readonly socketPath: string;
  readonly readerNames: readonly [string, string];
  /** Attached to the first slot: what is laid on it, PC/SC sees within half a second. */
  readonly reader: VirtualReader;
  /** For attaching another virtual reader to the second slot. */
  readonly secondSlot: VpcdAddress;
  /**
   * Plugs a second reader beside the first, or pulls its cable. pcscd asks for readers that are on no USB bus only when it
   * starts, so the service restarts: its clients see it go, and come back with another list of readers.
   */
  plugSecondReader(): Promise<VirtualReader>;
  unplugSecondReader(): Promise<void>;
  /** Name of the second reader while it is plugged. */
  readonly secondReaderName: string;
  /** Stops the service alone, as a crash or an update would; the card stays where it is. */
  stopService(): Promise<void>;
  startService(): Promise<void>;
  /** Ends every process that was started and removes what was written. */
  stop(): Promise<void>;
}

const DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const SERVICE = '/usr/sbin/pcscd';
const FRIENDLY_NAME = 'Synthetic Reader';
const SECOND_FRIENDLY_NAME = 'Second Synthetic Reader';
/** Two slots of each reader's entry. */
const PORTS = 4;
/** vpcd's own default; inside a network namespace it is always free. */
const NAMESPACE_PORT = 35_963;
const LONGEST_SOCKET_PATH = 107;

/**
 * Starts a private pcscd in `directory` (made if it is not there; one directory per rig). Namespaces are tried first:
 * nothing listens outside, several rigs run side by side, and an APDU takes 0.2 ms. Where they are forbidden, the service
 * is handed a listening socket; it then listens on all interfaces, and vpcd's small writes cost some 44 ms per APDU.
 */
export async function startPcscdRig(options: {
  directory: string;
  route?: RigRoute;
}): Promise<Result<PcscdRig, RigError>> {
  const { directory, route } = options;
  if (!existsSync(SERVICE)) return err({ kind: 'pcscd-missing' });
  if (!existsSync(DRIVER)) return err({ kind: 'vpcd-missing' });
  if (join(directory, 'ipc', 'pcscd.comm.new').length > LONGEST_SOCKET_PATH) return err({ kind: 'directory-too-long' });

  let cause = 'nothing tried';
  for (const candidate of route === undefined ? (['namespaces', 'socket-activation'] as const) : [route]) {
    const started = await startByRoute(directory, candidate);
    if (started.isOk()) return ok(started.value);
    cause = started.error;
  }
  return err({ kind: 'not-started', cause });
}

async function startByRoute(directory: string, route: RigRoute): Promise<Result<PcscdRig, string>> {
  const port = route === 'namespaces' ? NAMESPACE_PORT : await findFreePortRow(PORTS);
  await writeReaderEntry(directory, { file: 'virtual', name: FRIENDLY_NAME, driver: DRIVER, port });
  const options: RigServiceOptions = { directory, route, port };
  const service = await RigService.start(options);
  if (service.isErr()) {
    await removeFiles(directory);
    return err(service.error);
  }
  const slot = (index: VpcdSlot): VpcdAddress =>
    route === 'namespaces'
      ? { path: join(directory, 'ipc', `card-${index}.sock`) }
      : { host: '127.0.0.1', port: port + index };
  const reader = new VirtualReader(`${FRIENDLY_NAME} 00 00`);
  const attachment = reader.attachToVpcd(slot(0));
  const second = new SecondReader({ directory, port: port + 2, service: service.value, address: slot(2) });
  return ok({
    route,
    socketPath: join(directory, 'ipc', 'pcscd.comm'),
    readerNames: [`${FRIENDLY_NAME} 00 00`, `${FRIENDLY_NAME} 00 01`],
    reader,
    secondSlot: slot(1),
    secondReaderName: `${SECOND_FRIENDLY_NAME} 00 00`,
    plugSecondReader: () => second.plug(),
    unplugSecondReader: () => second.unplug(),
    stopService: () => service.value.command('stop'),
    startService: () => service.value.command('start'),
    stop: async () => {
      attachment.close();
      second.letGo();
      await service.value.end();
      await removeFiles(directory);
    },
  });
}

/** vpcd keeps its state by slot number alone, so every further entry needs a copy of the driver. */
class SecondReader {
  readonly #at: { directory: string; port: number; service: RigService; address: VpcdAddress };
  #attachment: VpcdAttachment | undefined;

  constructor(at: { directory: string; port: number; service: RigService; address: VpcdAddress }) {
    this.#at = at;
  }

  async plug(): Promise<VirtualReader> {
    const { directory, port, service, address } = this.#at;
    const driver = join(directory, 'second-driver.so');
    await copyFile(DRIVER, driver);
    await service.command('stop');
    await writeReaderEntry(directory, { file: 'virtual-second', name: SECOND_FRIENDLY_NAME, driver, port });
    await service.command('start');
    const reader = new VirtualReader(`${SECOND_FRIENDLY_NAME} 00 00`);
    this.letGo();
    this.#attachment = reader.attachToVpcd(address);
    return reader;
  }

  async unplug(): Promise<void> {
    const { directory, service } = this.#at;
    this.letGo();
    await service.command('stop');
    await rm(join(directory, 'reader.conf.d', 'virtual-second'), { force: true });
    await service.command('start');
  }

  letGo(): void {
    this.#attachment?.close();
    this.#attachment = undefined;
  }
}

async function writeReaderEntry(
  directory: string,
  reader: { file: string; name: string; driver: string; port: number },
): Promise<void> {
  await mkdir(join(directory, 'ipc'), { recursive: true });
  await mkdir(join(directory, 'reader.conf.d'), { recursive: true });
  const entry = [
    `FRIENDLYNAME "${reader.name}"`,
    `DEVICENAME /dev/null:${reader.port}`,
    `LIBPATH ${reader.driver}`,
    `CHANNELID ${reader.port}`,
    '',
  ];
  await writeFile(join(directory, 'reader.conf.d', reader.file), entry.join('\n'));
}

async function removeFiles(directory: string): Promise<void> {
  for (const name of ['ipc', 'reader.conf.d', 'second-driver.so'])
    await rm(join(directory, name), { recursive: true, force: true });
}
