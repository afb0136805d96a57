import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { findFreePortPair } from './free-port-pair.ts';
import { RigService, type RigServiceOptions } from './rig-service.ts';
import { VirtualReader } from './virtual-reader.ts';
import type { VpcdAddress } from './vpcd-attachment.ts';

/** Why no private PC/SC service could be started. */
export type RigError =
  | { kind: 'pcscd-missing' }
  | { kind: 'vpcd-missing' }
  /** Unix socket paths end at 107 bytes; this directory is too deep for them. */
  | { kind: 'directory-too-long' }
  /** Neither namespaces nor socket activation brought the service up; `cause` says what the last attempt printed. */
  | { kind: 'not-started'; cause: string };

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
  /** Stops the service alone, as a crash or an update would; the card stays where it is. */
  stopService(): Promise<void>;
  startService(): Promise<void>;
  /** Ends every process that was started and removes what was written. */
  stop(): Promise<void>;
}

const DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const SERVICE = '/usr/sbin/pcscd';
const FRIENDLY_NAME = 'Synthetic Reader';
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
  const port = route === 'namespaces' ? NAMESPACE_PORT : await findFreePortPair();
  await writeReaderEntry(directory, port);
  const options: RigServiceOptions = { directory, route, port };
  const service = await RigService.start(options);
  if (service.isErr()) {
    await removeFiles(directory);
    return err(service.error);
  }
  const slot = (index: 0 | 1): VpcdAddress =>
    route === 'namespaces'
      ? { path: join(directory, 'ipc', `card-${index}.sock`) }
      : { host: '127.0.0.1', port: port + index };
  const reader = new VirtualReader(`${FRIENDLY_NAME} 00 00`);
  const attachment = reader.attachToVpcd(slot(0));
  return ok({
    route,
    socketPath: join(directory, 'ipc', 'pcscd.comm'),
    readerNames: [`${FRIENDLY_NAME} 00 00`, `${FRIENDLY_NAME} 00 01`],
    reader,
    secondSlot: slot(1),
    stopService: () => service.value.command('stop'),
    startService: () => service.value.command('start'),
    stop: async () => {
      attachment.close();
      await service.value.end();
      await removeFiles(directory);
    },
  });
}

async function writeReaderEntry(directory: string, port: number): Promise<void> {
  await mkdir(join(directory, 'ipc'), { recursive: true });
  await mkdir(join(directory, 'reader.conf.d'), { recursive: true });
  const entry = [
    `FRIENDLYNAME "${FRIENDLY_NAME}"`,
    `DEVICENAME /dev/null:${port}`,
    `LIBPATH ${DRIVER}`,
    `CHANNELID ${port}`,
    '',
  ];
  await writeFile(join(directory, 'reader.conf.d', 'virtual'), entry.join('\n'));
}

async function removeFiles(directory: string): Promise<void> {
  for (const name of ['ipc', 'reader.conf.d']) await rm(join(directory, name), { recursive: true, force: true });
}
