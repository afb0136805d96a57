/** Both kinds of switch behind one set of hands, for the contract suite. */
import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeySwitchConfiguration, KeySwitchPosition } from '../key-switch.ts';
import { startVirtualKeySwitch } from '../virtual/index.ts';
import { inputEventBytes, SYN_REPORT_BYTES } from './input-event-bytes.ts';

export type SwitchRig = {
  readonly configuration: KeySwitchConfiguration;
  turn(position: KeySwitchPosition): void;
  /** Bytes that no switch sends. */
  sendGarbage(): void;
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  stop(): Promise<void>;
};

/** `KEY_SCREENLOCK` of `input-event-codes.h`. */
export const LOCK_KEY = 152;

export function makeFifo(): { path: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'kofu-key-switch-'));
  const path = join(directory, 'event');
  execFileSync('mkfifo', [path]);
  return { path, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** An input device that is a FIFO. Its writer never blocks: it is opened for both directions. */
export function inputDeviceRig(): Promise<SwitchRig> {
  const fifo = makeFifo();
  const open = (): number => openSync(fifo.path, constants.O_RDWR | constants.O_NONBLOCK);
  let writer: number | null = open();
  const send = (...events: Buffer[]): void => {
    if (writer !== null) writeSync(writer, Buffer.concat(events));
  };
  const unplug = (): Promise<void> => {
    if (writer !== null) closeSync(writer);
    writer = null;
    return Promise.resolve();
  };
  return Promise.resolve({
    configuration: { kind: 'input-device', path: fifo.path, key: { type: 'key', code: LOCK_KEY } },
    turn: (position) =>
      send(inputEventBytes({ type: 1, code: LOCK_KEY, value: position === 'open' ? 1 : 0 }), SYN_REPORT_BYTES),
    sendGarbage: () => send(Buffer.alloc(24, 0xff)),
    unplug,
    plugIn() {
      writer ??= open();
      return Promise.resolve();
    },
    async stop() {
      await unplug();
      fifo.remove();
    },
  });
}

export async function virtualRig(): Promise<SwitchRig> {
  let device = await startVirtualKeySwitch({ heartbeatMs: 20 });
  const { host, port } = device;
  return {
    configuration: { kind: 'virtual', host, port },
    turn: (position) => device.turn(position),
    sendGarbage: () => device.sendBytes(Buffer.from('{"v":1,"position":"ajar"}\n')),
    unplug: () => device.stop(),
    async plugIn() {
      device = await startVirtualKeySwitch({ host, port, heartbeatMs: 20 });
    },
    stop: () => device.stop(),
  };
}
