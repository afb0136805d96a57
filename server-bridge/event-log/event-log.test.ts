import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterEach, describe, expect, expectTypeOf, test } from 'vitest';
import { TerminalIdSchema } from '../protocol/index.ts';
import { createEventLog, defineEvents, type FieldsOf, fileSink, memorySink } from './index.ts';

const events = defineEvents({
  RELAY_REFUSED: {
    level: 'warn',
    fields: { refusal: v.picklist(['BUSY', 'UNAVAILABLE']), waitedMs: v.number(), terminal: TerminalIdSchema },
  },
  STARTED: { level: 'info', fields: {} },
});

const at = new Date('2026-01-02T03:04:05.678Z');
const open = () => {
  const sink = memorySink();
  return { sink, log: createEventLog(events, { sink, now: () => at }) };
};
const terminal = v.parse(TerminalIdSchema, 'KOFU-0001');

/** A value the compiler would refuse, as it arrives from careless code at run time. */
const record = (log: object, event: unknown, fields: unknown): void => {
  const method: unknown = Reflect.get(log, 'record');
  if (typeof method !== 'function') throw new Error('no record method');
  method(event, fields);
};

describe('allow-list', () => {
  test('an event of the catalogue becomes one line with its fields and the injected time', () => {
    const { log, sink } = open();
    log.record('RELAY_REFUSED', { refusal: 'BUSY', waitedMs: 12, terminal });
    expect(sink.lines.map((line) => JSON.parse(line))).toEqual([
      { level: 'warn', at: at.toISOString(), event: 'RELAY_REFUSED', refusal: 'BUSY', waitedMs: 12, terminal },
    ]);
  });

  test('an unknown event and inherited names are dropped and counted', () => {
    const { log, sink } = open();
    for (const event of ['UNKNOWN', 'toString', '__proto__', 'constructor']) record(log, event, {});
    expect(sink.lines).toEqual([]);
    expect(log.dropped().events).toBe(4);
  });

  test('no unknown key or free text reaches a line', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.object(), fc.double())), (extra) => {
        const { log, sink } = open();
        record(log, 'RELAY_REFUSED', { ...extra, refusal: 'Synthetic Taro 山田' });
        const keys = Object.keys(JSON.parse(sink.lines[0] ?? '{}'));
        expect(keys.filter((key) => !['level', 'at', 'event', 'waitedMs', 'terminal'].includes(key))).toEqual([]);
        expect(sink.lines.join('')).not.toMatch(/Synthetic|山田/);
      }),
    );
  });

  test('a text that passes its own schema still has to be a plain word', () => {
    const careless = { SAID: { level: 'info', fields: { what: v.string() } } } as const;
    const sink = memorySink();
    const log = createEventLog(careless, { sink, now: () => at });
    log.record('SAID', { what: 'two words' });
    log.record('SAID', { what: 'x'.repeat(65) });
    log.record('SAID', { what: 'word:1.2_3-4' });
    log.record('SAID', { what: 'n123456789018' });
    expect(sink.lines.map((line) => JSON.parse(line).what)).toEqual([undefined, undefined, 'word:1.2_3-4', undefined]);
    expect(log.dropped().fields).toBe(3);
  });

  test('a number as long as a person’s is no count', () => {
    const { log, sink } = open();
    for (const waitedMs of [999_999_999, 1_000_000_000, 123_456_789_018, -123_456_789_018, Number.NaN, 0.5]) {
      log.record('RELAY_REFUSED', { refusal: 'BUSY', waitedMs, terminal });
    }
    expect(sink.lines.map((line) => JSON.parse(line).waitedMs)).toEqual([
      999_999_999,
      undefined,
      undefined,
      undefined,
      undefined,
      0.5,
    ]);
  });

  test('a sink that throws never reaches the caller', () => {
    const log = createEventLog(events, {
      sink: {
        write: () => {
          throw new Error('disk full');
        },
      },
      now: () => at,
    });
    log.record('STARTED', {});
    expect(log.dropped().lines).toBe(1);
  });
});

describe('types', () => {
  test('fields are exactly those of the event', () => {
    expectTypeOf<FieldsOf<typeof events, 'RELAY_REFUSED'>['refusal']>().toEqualTypeOf<'BUSY' | 'UNAVAILABLE'>();
    expectTypeOf<FieldsOf<typeof events, 'RELAY_REFUSED'>['waitedMs']>().toEqualTypeOf<number>();
    expectTypeOf<string>().not.toExtend<FieldsOf<typeof events, 'RELAY_REFUSED'>['terminal']>();
    expectTypeOf<'UNKNOWN'>().not.toExtend<keyof typeof events>();
  });

  test('a catalogue with a free-text field does not fit', () => {
    const free = { SAID: { level: 'info', fields: { what: v.string() } } } as const;
    type Parameter = Parameters<typeof defineEvents<typeof free>>[0];
    expectTypeOf<typeof free>().not.toExtend<Parameter>();
    expectTypeOf<typeof events>().toExtend<Parameters<typeof defineEvents<typeof events>>[0]>();
  });
});

describe('file sink', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kofu-event-log-'));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  test('the newest lines stay and at most twice the limit is on disk', () => {
    const path = join(directory, 'logs', 'events.jsonl');
    const sink = fileSink({ path, limitBytes: 100 });
    for (let line = 0; line < 50; line += 1) sink.write(`${String(line).padStart(29, '0')}\n`);
    expect(statSync(path).size + statSync(`${path}.1`).size).toBeLessThanOrEqual(200);
    expect(readFileSync(path, 'utf8').trim().split('\n').at(-1)).toBe(String(49).padStart(29, '0'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});
