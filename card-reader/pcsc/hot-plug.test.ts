import { describe, expect, it } from 'vitest';
import { withDeadline } from '../deadline.ts';
import type { ReaderStatus } from '../reader.ts';
import { type MonitorCalls, PcscMonitor } from './pcsc-monitor.ts';
import { PCSC } from './result-codes.ts';
import { PLUG_AND_PLAY } from './winscard.ts';

const EMPTY = 0x12;
const PRESENT = 0x22;
const GONE = 0x0004 | 0x0002;

/** A service whose readers come and go by hand; it answers as pcsc-lite does when a reader is on USB. */
class ScriptedService implements MonitorCalls {
  readonly readers = new Map<string, number>();
  alive = true;
  #waiting: (() => void)[] = [];

  plug(name: string, state = EMPTY): void {
    this.readers.set(name, state);
    this.#wake();
  }

  unplug(name: string): void {
    this.readers.delete(name);
    this.#wake();
  }

  establishContext() {
    return Promise.resolve({
      code: this.alive ? PCSC.success : 0x8010001d,
      context: { handle: 1, socket: undefined },
    });
  }

  releaseContext() {
    return Promise.resolve(PCSC.success);
  }

  listReaders() {
    const readers = [...this.readers.keys()];
    return Promise.resolve({ code: readers.length === 0 ? PCSC.noReaders : PCSC.success, readers });
  }

  async statusChange(_context: unknown, timeoutMs: number, queries: readonly { reader: string; known: number }[]) {
    const stateOf = (reader: string): number => (reader === PLUG_AND_PLAY ? 0 : (this.readers.get(reader) ?? GONE));
    const states = queries.map(({ reader }) => ({ state: stateOf(reader), atr: new Uint8Array(0) }));
    const changed = queries.some(({ reader, known }) => reader !== PLUG_AND_PLAY && stateOf(reader) !== known);
    if (changed || timeoutMs === 0) return { code: PCSC.success, states };
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return { code: PCSC.timeout, states };
  }

  cancel() {
    this.#wake();
    return Promise.resolve(PCSC.success);
  }

  breakOff(): void {
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

class Told {
  #last: ReaderStatus | undefined;
  #waiting: (() => void)[] = [];

  readonly tell = (status: ReaderStatus): void => {
    this.#last = status;
    for (const wake of this.#waiting.splice(0)) wake();
  };

  async until(kind: ReaderStatus['kind']): Promise<void> {
    const reached = async (): Promise<void> => {
      while (this.#last?.kind !== kind) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    };
    const end = await withDeadline(reached(), { timeoutMs: 5_000 });
    expect(end.kind, `waiting for ${kind}, told ${this.#last?.kind}`).toBe('done');
  }
}

async function following(
  readerName: string | undefined,
  use: (service: ScriptedService, told: Told, monitor: PcscMonitor) => Promise<void>,
): Promise<void> {
  const service = new ScriptedService();
  const told = new Told();
  const monitor = new PcscMonitor(() => service, readerName, told.tell);
  try {
    await monitor.firstLook;
    await use(service, told, monitor);
  } finally {
    await monitor.close();
  }
}

describe('readers on a bus that come and go while the service stays', () => {
  it('a reader plugged later is found, pulled is missed, and found again with its card as a new insertion', () =>
    following(undefined, async (service, told, monitor) => {
      await told.until('no-reader');
      service.plug('USB Reader 00 00', PRESENT);
      await told.until('card-present');
      const before = monitor.insertion;
      service.unplug('USB Reader 00 00');
      await told.until('no-reader');
      expect(monitor.insertion).toBeUndefined();
      service.plug('USB Reader 00 00', PRESENT);
      await told.until('card-present');
      expect(monitor.insertion).not.toBe(before);
    }));

  it('a configured reader is waited for, whatever else is plugged, and pulled without falling to another', () =>
    following('Wanted Reader 00 00', async (service, told, monitor) => {
      service.plug('Another Reader 00 00', PRESENT);
      await told.until('no-reader');
      expect(monitor.reader).toBeUndefined();
      service.plug('Wanted Reader 00 00');
      await told.until('empty');
      expect(monitor.reader).toBe('Wanted Reader 00 00');
      service.unplug('Wanted Reader 00 00');
      await told.until('no-reader');
      expect(monitor.insertion).toBeUndefined();
    }));

  it('without a configured one, a second reader changes nothing until the first is pulled', () =>
    following(undefined, async (service, told, monitor) => {
      service.plug('B Reader 00 00', PRESENT);
      await told.until('card-present');
      const { insertion } = monitor;
      service.plug('A Reader 00 00');
      expect([monitor.reader, monitor.insertion]).toEqual(['B Reader 00 00', insertion]);
      service.unplug('B Reader 00 00');
      await told.until('empty');
      expect(monitor.reader).toBe('A Reader 00 00');
    }));
});
