import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { PositionDelays } from '../delays.ts';
import { HeldStatus } from '../held-status.ts';
import type { PositionDevice, PositionWords } from '../position-device.ts';
import { Reopening } from '../reopening.ts';
import { INPUT_EVENT_BYTES, InputEvents } from './input-event.ts';
import { ReportedPosition, type WatchedKey } from './reported-position.ts';

/** More than the kernel keeps for one reader. */
const READ_BYTES = 128 * INPUT_EVENT_BYTES;
/** Looks at one time without hearing the end: so much no device of two positions has to say. */
const READS_A_LOOK = 8;

type OpenDevice<Position extends string, Away extends string> = {
  readonly fd: number;
  readonly events: InputEvents;
  readonly reported: ReportedPosition<Position, Away>;
};

/**
 * One key or switch of an input device of Linux. The device is opened without blocking and looked at in short intervals: a blocking
 * read would hold one of the few threads of the process for good. Node has no call for the position at the start, so a device
 * counts as not moved until it is.
 */
export class InputPositionDevice<Position extends string, Away extends string>
  implements PositionDevice<Position | Away>
{
  readonly #path: string;
  readonly #key: WatchedKey;
  readonly #words: PositionWords<Position, Away>;
  readonly #delays: PositionDelays;
  readonly #held: HeldStatus<Position | Away>;
  readonly #reopening: Reopening;
  readonly #buffer = Buffer.alloc(READ_BYTES);
  #timer: NodeJS.Timeout | undefined;
  #device: OpenDevice<Position, Away> | undefined;

  constructor(o: { path: string; key: WatchedKey }, words: PositionWords<Position, Away>, delays: PositionDelays) {
    this.#path = o.path;
    this.#key = o.key;
    this.#words = words;
    this.#delays = delays;
    this.#held = new HeldStatus<Position | Away>(words.away);
    this.#reopening = new Reopening(delays);
    this.#step();
  }

  status(): Position | Away {
    return this.#held.status;
  }

  watch(listener: (status: Position | Away) => void): () => void {
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
    if (isThere) this.#reopening.heard();
    else this.#leave();
    const waitMs = isThere ? this.#delays.lookMs : this.#reopening.waitMs();
    this.#timer = setTimeout(() => this.#step(), waitMs);
    this.#held.set(this.#device?.reported.position ?? this.#words.away);
  }

  #open(): OpenDevice<Position, Away> | undefined {
    let fd: number | undefined;
    try {
      fd = openSync(this.#path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
      const kind = fstatSync(fd);
      if (kind.isCharacterDevice() || kind.isFIFO()) {
        return { fd, events: new InputEvents(), reported: new ReportedPosition(this.#key, this.#words) };
      }
    } catch {
      // Not there yet, or not for us: tried again.
    }
    if (fd !== undefined) closeSync(fd);
    return undefined;
  }

  /** Reads what there is. False when the device is gone or does not speak like one. */
  #look({ fd, events, reported }: OpenDevice<Position, Away>): boolean {
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
      for (const event of heard.value) reported.take(event);
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
