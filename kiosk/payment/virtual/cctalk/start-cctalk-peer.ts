import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { SerialPort } from 'serialport';
import { CcTalkPeer, type CcTalkPeerOptions } from './cctalk-peer.ts';
import { joinPseudoTerminals, type PseudoTerminalError, type PseudoTerminalPair } from './pseudo-terminal.ts';

export interface RunningCcTalkPeer {
  /** The serial device for the host. */
  readonly path: string;
  readonly peer: CcTalkPeer;
  /** Pulls the serial cable; the devices stay as they are. */
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  stop(): Promise<void>;
}

/** Simulated ccTalk devices on a real pseudo-terminal. */
export async function startCcTalkPeer(
  options: CcTalkPeerOptions = {},
): Promise<Result<RunningCcTalkPeer, PseudoTerminalError>> {
  const directory = await mkdtemp(join(tmpdir(), 'cctalk-'));
  const paths = { hostPath: join(directory, 'host'), devicePath: join(directory, 'device') };
  const peer = new CcTalkPeer(options);
  let cable: { pair: PseudoTerminalPair; port: SerialPort } | null = null;

  const plugIn = async (): Promise<Result<void, PseudoTerminalError>> => {
    const pair = await joinPseudoTerminals(paths);
    if (pair.isErr()) return err(pair.error);
    const port = new SerialPort({ path: paths.devicePath, baudRate: 9_600, autoOpen: false });
    port.on('error', () => {});
    const opened = await new Promise<boolean>((resolve) => port.open((cause) => resolve(cause === null)));
    if (!opened) {
      await pair.value.stop();
      return err({ kind: 'not-ready' });
    }
    port.on('data', (chunk: Buffer) => peer.receive(chunk));
    peer.connect((bytes) => {
      if (port.isOpen) port.write(Buffer.from(bytes));
    });
    cable = { pair: pair.value, port };
    return ok();
  };
  const unplug = async (): Promise<void> => {
    const pulled = cable;
    cable = null;
    if (pulled === null) return;
    peer.connect(() => {});
    await new Promise<void>((resolve) => (pulled.port.isOpen ? pulled.port.close(() => resolve()) : resolve()));
    await pulled.pair.stop();
  };
  const stop = async (): Promise<void> => {
    peer.stop();
    await unplug();
    await rm(directory, { recursive: true, force: true });
  };

  const plugged = await plugIn();
  if (plugged.isErr()) {
    await stop();
    return err(plugged.error);
  }
  return ok({
    path: paths.hostPath,
    peer,
    unplug,
    async plugIn() {
      if (cable === null) await plugIn();
    },
    stop,
  });
}
