import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { KeySwitchDelays } from '../delays.ts';
import { HeldStatus } from '../held-status.ts';
import type { KeySwitch, KeySwitchStatus } from '../key-switch.ts';
import { INPUT_EVENT_BYTES, InputEvents } from './input-event.ts';
import { LockPosition, type WatchedKey } from './lock-position.ts';

/** More than the kernel keeps for one reader. */
const READ_BYTES = 128 * INPUT_EVENT_BYTES;
/** Looks at one time without hearing the end: so much no lock has to say. */
const READS_A_LOOK = 8;

type OpenDevice = { readonly fd: number; readonly events: InputEvents; readonly lock: LockPosition };

/**
 * A lock on an input device of Linux. The device is opened without blocking and looked at in short intervals: a blocking read
 * would hold one of the few threads of the process for good. Node has no call for the position at the start, so a lock counts
 * as locked until it is turned.
 */
export class InputDeviceKeySwitch implements KeySwitch {
  readonly #path: string;
  readonly #key: WatchedKey;
  readonly #delays: KeySwitchDelays;
  readonly #held = new HeldStatus();
  readonly #buffer = Buffer.alloc(READ_BYTES);
  #timer: NodeJS.Timeout | undefined;
  #device: OpenDevice | undefined;

  constructor(o: { path: string; key: WatchedKey }, delays: KeySwitchDelays) {
    this.#path = o.path;
    this.#key = o.key;
    this.#delays = delays;
    this.#step();
  }

  status(): KeySwitchStatus {
    return this.#held.status;
  }

  watch(listener: (status: KeySwitchStatus) => void): () => void {
    return this.#held.watch(listener);
  }

  close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#held.end();
    this.#leave();
    return Promise.resolve();
  }

  /** Opens the device, or looks at it; then again after a while. */
  #step(): void {
    this.#device ??= this.#open();
    const isThere = this.#device !== undefined && this.#look(this.#device);
    if (!isThere) this.#leave();
    const waitMs = isThere ? this.#delays.lookMs : this.#delays.reopenMs;
    this.#timer = setTimeout(() => this.#step(), waitMs);
    this.#held.set(this.#device?.lock.position ?? 'absent');
  }

  #open(): OpenDevice | undefined {
    let fd: number | undefined;
    try {
      fd = openSync(this.#path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
      const kind = fstatSync(fd);
      if (kind.isCharacterDevice() || kind.isFIFO()) {
        return { fd, events: new InputEvents(), lock: new LockPosition(this.#key) };
      }
    } catch {
      // Not there yet, or not for us: tried again.
    }
    if (fd !== undefined) closeSync(fd);
    return undefined;
  }

  /** Reads what there is. False when the device is gone or does not speak like one. */
  #look({ fd, events, lock }: OpenDevice): boolean {
    for (let reads = 0; reads < READS_A_LOOK; reads += 1) {
      let bytesRead: number;
      try {
        bytesRead = readSync(fd, this.#buffer);
      } catch (cause) {
        return cause instanceof Error && 'code' in cause && cause.code === 'EAGAIN';
      }
      if (bytesRead === 0) return false;
      const heard = events.push(this.#buffer.subarray(0, bytesRead));
      if (heard.isErr()) return false;
      for (const event of heard.value) lock.take(event);
    }
    return true;
  }

  #leave(): void {
    const device = this.#device;
    this.#device = undefined;
    if (device === undefined) return;
    try {
      closeSync(device.fd);
    } catch {
      // A device that was unplugged is gone either way.
    }
  }
}
