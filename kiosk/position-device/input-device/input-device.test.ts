import { closeSync, constants, openSync, writeSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { openPositionDevice, type PositionWords } from '../index.ts';
import { inputEventBytes, type SentEvent, SYN_REPORT_BYTES } from '../testing/input-event-bytes.ts';
import { makeFifo } from '../testing/position-rigs.ts';
import { QUICK_DELAYS, statusIs } from '../testing/status-waits.ts';
import { INPUT_EVENT_BYTES, InputEvents } from './input-event.ts';
import { ReportedPosition, type WatchedKey } from './reported-position.ts';

/** A lock's words. */
const WORDS: PositionWords<'open' | 'locked', 'absent'> = {
  on: 'open',
  off: 'locked',
  away: 'absent',
  unmoved: 'locked',
};
/** `KEY_SCREENLOCK` of `input-event-codes.h`. */
const LOCK_KEY = 152;

const KEY: WatchedKey = { type: 'key', code: LOCK_KEY };
const OPEN: SentEvent = { type: 1, code: LOCK_KEY, value: 1 };
const LOCKED: SentEvent = { type: 1, code: LOCK_KEY, value: 0 };
const SYN: SentEvent = { type: 0, code: 0, value: 0 };
const DROPPED: SentEvent = { type: 0, code: 3, value: 0 };

const positionAfter = (key: WatchedKey, ...events: SentEvent[]) => {
  const lock = new ReportedPosition(key, WORDS);
  const heard = new InputEvents().push(Buffer.concat(events.map(inputEventBytes)));
  for (const event of heard._unsafeUnwrap()) lock.take(event);
  return lock.position;
};

describe('events', () => {
  test('an event is 24 bytes, read field by field from the layout of the kernel', () => {
    // 2026-01-01T00:02:08.123456Z, EV_SW, SW_LID, 1
    const hex = '80b9556900000000' + '40e2010000000000' + '0500' + '0000' + '01000000';
    expect(INPUT_EVENT_BYTES).toBe(24);
    expect(new InputEvents().push(Buffer.from(hex, 'hex'))._unsafeUnwrap()).toEqual([
      { seconds: 1_767_225_728, microseconds: 123_456, type: 5, code: 0, value: 1 },
    ]);
  });

  test('an event arrives whole wherever it was cut', () => {
    const bytes = Buffer.concat([inputEventBytes(OPEN), SYN_REPORT_BYTES]);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const events = new InputEvents();
      const first = events.push(bytes.subarray(0, cut))._unsafeUnwrap();
      const second = events.push(bytes.subarray(cut))._unsafeUnwrap();
      expect([...first, ...second].map(({ type }) => type)).toEqual([1, 0]);
    }
  });

  test.each<[string, SentEvent]>([
    ['a type that does not exist', { type: 0x06, code: 0, value: 0 }],
    ['a key beyond the last', { type: 1, code: 0x300, value: 1 }],
    ['a key with another value', { type: 1, code: LOCK_KEY, value: 3 }],
    ['a key below zero', { type: 1, code: LOCK_KEY, value: -1 }],
    ['a switch that repeats', { type: 5, code: 0, value: 2 }],
    ['a switch beyond the last', { type: 5, code: 0x11, value: 1 }],
    ['a synchronisation that does not exist', { type: 0, code: 4, value: 0 }],
  ])('%s is refused', (_what, event) => {
    expect(new InputEvents().push(inputEventBytes(event))._unsafeUnwrapErr()).toEqual({ kind: 'not-an-input-event' });
  });

  test('an instant that does not exist is refused', () => {
    const negative = inputEventBytes(OPEN).fill(0xff, 0, 8);
    const millionth = inputEventBytes(OPEN);
    millionth.writeUInt32LE(1_000_000, 8);
    for (const bytes of [negative, millionth]) expect(new InputEvents().push(bytes).isErr()).toBe(true);
  });
});

describe('position', () => {
  test('1 opens and 0 locks, once the report is complete', () => {
    expect(positionAfter(KEY)).toBe('locked');
    expect(positionAfter(KEY, OPEN)).toBe('locked');
    expect(positionAfter(KEY, OPEN, SYN)).toBe('open');
    expect(positionAfter(KEY, OPEN, SYN, LOCKED)).toBe('open');
    expect(positionAfter(KEY, OPEN, SYN, LOCKED, SYN)).toBe('locked');
  });

  test('a repeat, another key, a switch of the same number and empty reports change nothing', () => {
    const repeat = { ...OPEN, value: 2 };
    const another = { ...OPEN, code: LOCK_KEY + 1 };
    expect(positionAfter(KEY, another, SYN, repeat, SYN, SYN)).toBe('locked');
    expect(positionAfter(KEY, OPEN, SYN, repeat, SYN, { ...LOCKED, code: 1 }, SYN)).toBe('open');
    expect(positionAfter({ type: 'key', code: 5 }, { type: 5, code: 5, value: 1 }, SYN)).toBe('locked');
    expect(positionAfter({ type: 'switch', code: 5 }, { type: 5, code: 5, value: 1 }, SYN)).toBe('open');
  });

  test('where the kernel dropped events the lock is locked until it is turned again', () => {
    expect(positionAfter(KEY, OPEN, SYN, DROPPED)).toBe('locked');
    expect(positionAfter(KEY, DROPPED, OPEN, SYN)).toBe('locked');
    expect(positionAfter(KEY, DROPPED, OPEN, SYN, OPEN, SYN)).toBe('open');
  });

  test('no bytes open the lock that do not hold its key pressed and a complete report', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 }), (chunks) => {
        const events = new InputEvents();
        const lock = new ReportedPosition(KEY, WORDS);
        for (const chunk of chunks) {
          const heard = events.push(chunk);
          if (heard.isErr()) break;
          for (const event of heard.value) lock.take(event);
        }
        const pressed = inputEventBytes(OPEN).subarray(16);
        if (lock.position === 'open') expect(Buffer.concat(chunks).includes(pressed)).toBe(true);
      }),
    );
  });
});

describe('device', () => {
  const closers: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  test('an event in two parts with a look in between opens only when it is whole', async () => {
    const fifo = makeFifo();
    closers.push(fifo.remove);
    const writer = openSync(fifo.path, constants.O_RDWR | constants.O_NONBLOCK);
    closers.push(() => closeSync(writer));
    const device = openPositionDevice({ kind: 'input-device', path: fifo.path, key: KEY }, WORDS, QUICK_DELAYS);
    closers.push(() => device.close());
    await statusIs(device, 'locked');
    const heard: string[] = [];
    device.watch((status) => heard.push(status));
    const bytes = Buffer.concat([inputEventBytes(OPEN), SYN_REPORT_BYTES]);
    writeSync(writer, bytes.subarray(0, 30));
    await new Promise((resolve) => setTimeout(resolve, 10 * QUICK_DELAYS.lookMs));
    expect(heard).toEqual([]);
    writeSync(writer, bytes.subarray(30));
    await statusIs(device, 'open');
  });

  test('more than one look can read does not starve anybody else, and is read in the end', async () => {
    const fifo = makeFifo();
    closers.push(fifo.remove);
    const writer = openSync(fifo.path, constants.O_RDWR | constants.O_NONBLOCK);
    closers.push(() => closeSync(writer));
    const flood = Buffer.concat(Array.from({ length: 2_600 }, () => SYN_REPORT_BYTES));
    writeSync(writer, Buffer.concat([flood, inputEventBytes(OPEN), SYN_REPORT_BYTES]));
    const device = openPositionDevice({ kind: 'input-device', path: fifo.path, key: KEY }, WORDS, QUICK_DELAYS);
    closers.push(() => device.close());
    expect(device.status()).toBe('locked');
    await statusIs(device, 'open');
  });
});
