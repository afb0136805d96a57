/** Both kinds of device behind one set of hands, for the contract suite. */
import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WatchedKey } from '../input-device/reported-position.ts';
import type { PositionWords } from '../position-device.ts';
import { startVirtualPositionDevice } from '../virtual/index.ts';
import { inputEventBytes, SYN_REPORT_BYTES } from './input-event-bytes.ts';

export type PositionRig<Position extends string, Status extends string> = {
  readonly where: { kind: 'virtual'; host: string; port: number } | { kind: 'input-device'; path: string };
  /** What it says when it has come back and nobody has moved it since. */
  readonly afterReturn: Status;
  move(position: Position): void;
  /** Bytes that no such device sends. */
  sendGarbage(): void;
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  stop(): Promise<void>;
};

export function makeFifo(): { path: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'kofu-position-'));
  const path = join(directory, 'event');
  execFileSync('mkfifo', [path]);
  return { path, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** An input device that is a FIFO. Its writer never blocks: it is opened for both directions. */
export function inputDeviceRig<Position extends string, Away extends string>(
  words: PositionWords<Position, Away>,
  key: WatchedKey,
): Promise<PositionRig<Position, Position | Away>> {
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
  const type = key.type === 'key' ? 1 : 5;
  return Promise.resolve({
    where: { kind: 'input-device', path: fifo.path },
    afterReturn: words.unmoved,
    move: (position) =>
      send(inputEventBytes({ type, code: key.code, value: position === words.on ? 1 : 0 }), SYN_REPORT_BYTES),
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

export async function virtualRig<Position extends string, Away extends string>(
  words: PositionWords<Position, Away>,
): Promise<PositionRig<Position, Position | Away>> {
  let device = await startVirtualPositionDevice<Position>(words.off, { heartbeatMs: 20 });
  const { host, port } = device;
  return {
    where: { kind: 'virtual', host, port },
    afterReturn: words.off,
    move: (position) => device.move(position),
    sendGarbage: () => device.sendBytes(Buffer.from('{"v":1,"position":"ajar"}\n')),
    unplug: () => device.stop(),
    async plugIn() {
      device = await startVirtualPositionDevice<Position>(words.off, { host, port, heartbeatMs: 20 });
    },
    stop: () => device.stop(),
  };
}
