import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  type EventLogEntry,
  EventLogEntrySchema,
  type EventLogPage,
  EventLogPageSchema,
  type OperatorId,
  OperatorIdSchema,
  type TerminalEvent,
  TerminalEventSchema,
  type TerminalStatus,
  TerminalStatusSchema,
} from './index.ts';

/** What would be personal, invented: names in every script a card can hold, numbers, birth dates, addresses, a passport's line. */
const PERSONAL = [
  '見本　一葉',
  'みほん',
  'ミホン イチヨウ',
  'MIHON ICHIYO',
  'José Médina',
  '123456789018',
  '1234-5678-9018',
  '1234.5678.9018',
  'n123456789018',
  '１２３４５６７８９０１８',
  '東京都架空区見本1-2-3',
  '昭和60年4月23日',
  'P<JPNMIHON<<ICHIYO<<<<<<',
  'a@example.invalid',
  "x'; drop table people",
  'line\nbreak',
  '',
] as const;
/** In an event log's texts a number cut into short parts is a word like any other; whole ones never fit. */
const PERSONAL_TEXT = PERSONAL.filter((text) => !/^[0-9.-]+$/.test(text) || /[0-9]{10}/.test(text));

const event = { seq: 1, at: '2026-01-15T03:00:00.000Z', event: 'OPERATOR_ACTION', code: 'reset', operator: 'clerk-1' };
const status = {
  v: 1,
  terminalId: 'KOFU-0001',
  processId: 'P'.repeat(22),
  build: '0.1.0+3f2a9c1',
  logId: 'L'.repeat(22),
  at: '2026-01-15T03:00:00.000Z',
  state: 'needs-staff',
  cause: 'needs-staff-jam',
  directiveVersion: 3,
  devices: {
    cardReader: 'occupied',
    pagePrinter: 'jam',
    receiptPrinter: 'ready',
    coinBox: 'ready',
    cashless: 'not-fitted',
    keySwitch: 'locked',
    screens: 'ready',
  },
  warnings: ['toner-low'],
  events: [event],
};
const entry = {
  entry: 1,
  at: '2026-01-15T03:00:00.000Z',
  level: 'info',
  event: 'REFUND_OWED',
  fields: { yen: 120, code: 'jam', done: true },
};
const page = {
  v: 1,
  terminalId: 'KOFU-0001',
  commandId: 'C'.repeat(22),
  logId: 'L'.repeat(22),
  page: 1,
  last: true,
  entries: [entry],
};

/** Every value in a message, as the keys that lead to it. */
const places = (value: unknown, at: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key]))
    : [at];
const replaced = (value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown => {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? replaced(item, rest, by) : item));
  if (typeof value !== 'object' || value === null) throw new Error('no such place');
  return Object.fromEntries(
    Object.entries(value).map(([n, inner]) => [n, n === key ? replaced(inner, rest, by) : inner]),
  );
};
/**
 * Digits may stand where the machine was named before anybody came: the build, which a directive names, and the terminal, which
 * its certificate names.
 */
const isOfTheMachine = (place: readonly string[], text: string) =>
  ['terminalId', 'build'].includes(place.at(-1) ?? '') && /[0-9]{4}/.test(text) && /^[0-9A-Za-z.-]*$/.test(text);
const taken = (schema: v.GenericSchema, value: unknown) => v.safeParse(schema, value).success;

describe.each([
  ['a status', TerminalStatusSchema, status, PERSONAL],
  ['an event', TerminalEventSchema, event, PERSONAL],
  ['a page of the event log', EventLogPageSchema, page, PERSONAL_TEXT],
] as const)('%s', (_name, schema, message, personal) => {
  test('as it should be is taken', () => {
    expect(taken(schema, message)).toBe(true);
  });

  test('takes no name, number, date or address in any place', () => {
    for (const place of places(message)) {
      for (const text of personal.filter((text) => !isOfTheMachine(place, text))) {
        expect(taken(schema, replaced(message, place, text)), `${place.join('.')}: ${text}`).toBe(false);
      }
      expect(taken(schema, replaced(message, place, 123_456_789_018)), place.join('.')).toBe(false);
      expect(taken(schema, replaced(message, place, -123_456_789_018)), place.join('.')).toBe(false);
    }
  });

  test('takes no member that is not in it', () => {
    for (const name of ['name', 'note', 'individualNumber', '見本']) {
      expect(taken(schema, { ...message, [name]: 'x' })).toBe(false);
    }
  });

  test('takes no text with anything but the letters of a word, wherever it stands', () => {
    const foreign = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => /[^A-Za-z0-9_.:+-]/u.test(text));
    fc.assert(
      fc.property(fc.constantFrom(...places(message)), foreign, (place, text) => {
        expect(taken(schema, replaced(message, place, text))).toBe(false);
      }),
      { seed: 11, numRuns: 400 },
    );
  });
});

describe('digits', () => {
  test('nine are a count, ten might be a person', () => {
    for (const code of ['1', '999999999', 'v1-2-3', '1-2-3-4-5-6-7-8-9', 'pagePrinter-jam']) {
      expect(taken(TerminalEventSchema, { ...event, code }), code).toBe(true);
    }
    for (const code of ['1234567890', '1-2-3-4-5-6-7-8-9-0', 'a12345b67890', '9'.repeat(40), '9'.repeat(41)]) {
      expect(taken(TerminalEventSchema, { ...event, code }), code).toBe(false);
    }
  });

  test('no code, operator or text of a log holds an individual number, however it is wrapped', () => {
    const digits = fc.stringMatching(/^[0-9]{12}$/);
    const word = fc.stringMatching(/^[A-Za-z_-]{0,12}$/);
    fc.assert(
      fc.property(digits, word, word, (number, before, after) => {
        const text = `${before}${number}${after}`;
        expect(taken(TerminalEventSchema, { ...event, code: text })).toBe(false);
        expect(taken(OperatorIdSchema, text)).toBe(false);
        expect(taken(EventLogEntrySchema, { ...entry, fields: { code: text } })).toBe(false);
        expect(taken(EventLogEntrySchema, { ...entry, fields: { [`a${number}`]: 1 } })).toBe(false);
        expect(taken(EventLogEntrySchema, { ...entry, event: `A${number}` })).toBe(false);
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  test('a word that never ends is refused at once', () => {
    for (const code of ['1-'.repeat(100_000), 'a'.repeat(200_000), ' '.repeat(200_000)]) {
      expect(taken(TerminalEventSchema, { ...event, code })).toBe(false);
      expect(taken(OperatorIdSchema, code)).toBe(false);
      expect(taken(EventLogEntrySchema, { ...entry, fields: { code } })).toBe(false);
    }
  });

  test('an entry has few fields', () => {
    const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 1]));
    expect(taken(EventLogEntrySchema, { ...entry, fields: fields(16) })).toBe(true);
    expect(taken(EventLogEntrySchema, { ...entry, fields: fields(17) })).toBe(false);
  });
});

describe('types', () => {
  test('a status and an event have these members and no more, closed wherever words are known', () => {
    expectTypeOf<keyof TerminalStatus>().toEqualTypeOf<
      | 'v'
      | 'terminalId'
      | 'processId'
      | 'build'
      | 'logId'
      | 'at'
      | 'state'
      | 'cause'
      | 'directiveVersion'
      | 'devices'
      | 'warnings'
      | 'events'
    >();
    expectTypeOf<keyof TerminalEvent>().toEqualTypeOf<'seq' | 'at' | 'event' | 'code' | 'operator'>();
    expectTypeOf<keyof EventLogPage>().toEqualTypeOf<
      'v' | 'terminalId' | 'commandId' | 'logId' | 'page' | 'last' | 'entries'
    >();
    expectTypeOf<keyof EventLogEntry>().toEqualTypeOf<'entry' | 'at' | 'level' | 'event' | 'fields'>();
    for (const refused of [
      expectTypeOf<string>().not.toExtend<TerminalStatus['state']>,
      expectTypeOf<string>().not.toExtend<NonNullable<TerminalStatus['cause']>>,
      expectTypeOf<string>().not.toExtend<TerminalStatus['devices'][keyof TerminalStatus['devices']]>,
      expectTypeOf<string>().not.toExtend<TerminalStatus['warnings'][number]>,
      expectTypeOf<string>().not.toExtend<TerminalEvent['event']>,
      expectTypeOf<string>().not.toExtend<OperatorId>,
      expectTypeOf<string>().not.toExtend<TerminalStatus['logId']>,
      expectTypeOf<object>().not.toExtend<EventLogEntry['fields'][string]>,
    ]) {
      expect(refused).toBeTypeOf('function');
    }
  });
});
