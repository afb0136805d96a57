import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { defineEvents, FieldsOf } from '../../server-bridge/event-log/index.ts';
import { OperatorIdSchema, TERMINAL_EVENTS } from '../../server-bridge/protocol/index.ts';
import type { ClosedWord, ReportCode, ReportDetails } from './index.ts';
import { hasPersonalShape } from './personal-shape.ts';
import { openReportWords } from './report-words.ts';
import { unsyncedDisk } from './testing/faulty-disk.ts';
import { everythingIn, openTestLog, type TestLog, testDirectory, testEvents } from './testing/test-log.ts';

/** A call as careless code makes it at run time, past the compiler. */
function call(log: TestLog, method: 'record' | 'report', ...values: unknown[]): void {
  const found: unknown = Reflect.get(log, method);
  if (typeof found !== 'function') throw new Error('no such method');
  Reflect.apply(found, log, values);
}

describe('by type', () => {
  test('a catalogue with a field for any text does not fit', () => {
    const free = { SAID: { level: 'info', fields: { what: v.string() } } } as const;
    const nested = {
      SAID: { level: 'info', fields: { what: v.optional(v.pipe(v.string(), v.maxLength(3)), '') } },
    } as const;
    expectTypeOf<typeof free>().not.toExtend<Parameters<typeof defineEvents<typeof free>>[0]>();
    expectTypeOf<typeof nested>().not.toExtend<Parameters<typeof defineEvents<typeof nested>>[0]>();
  });

  test('a field takes the words of its list and no text', () => {
    type Word = FieldsOf<typeof testEvents, 'MOVED'>['word'];
    expectTypeOf<Word>().toEqualTypeOf<'synthetic-left' | 'synthetic-right'>();
    expectTypeOf<string>().not.toExtend<FieldsOf<typeof testEvents, 'MOVED'>['terminal']>();
    expectTypeOf<string>().not.toExtend<keyof typeof testEvents>();
  });

  test('a report takes closed words only', () => {
    expectTypeOf<ClosedWord<string>>().toBeNever();
    expectTypeOf<ClosedWord<'left' | 'kept'>>().toEqualTypeOf<'left' | 'kept'>();
    expectTypeOf<ClosedWord<ReportCode>>().toEqualTypeOf<ReportCode>();
    expectTypeOf<string>().not.toExtend<ReportCode>();
    expectTypeOf<ReportDetails<string>['code']>().toEqualTypeOf<undefined>();
    expectTypeOf<ReportDetails<'left'>['code']>().toEqualTypeOf<'left' | undefined>();
    expectTypeOf<string>().not.toExtend<ReportDetails<never>['operator']>();
    expectTypeOf<keyof ReportDetails<never>>().toEqualTypeOf<'code' | 'operator'>();
    expectTypeOf<Parameters<TestLog['report']>[0]>().toEqualTypeOf<(typeof TERMINAL_EVENTS)[number]>();
  });
});

const twoDigits = (number: number): string => String(number).padStart(2, '0');
const day = fc
  .tuple(fc.integer({ min: 1900, max: 2099 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, date]) => [String(year), twoDigits(month), twoDigits(date)]);
const kanji = fc.constantFrom(...'架空市試験太郎花子山田髙﨑𠮷邊齋ヤマダタロウやまだ');
const digits = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });

/** What a person's data looks like: names, individual numbers, dates of birth, addresses. All invented. */
const personal = fc.oneof(
  fc.array(kanji, { minLength: 2, maxLength: 12 }).map((characters) => characters.join('')),
  fc.constantFrom('YAMADA TARO', 'Yamada-Taro', 'yamada_hanako', 'YAMADA', '架空県架空市1-2-3', '〒000-0000'),
  digits(12).map((number) => number.join('')),
  digits(12).map(
    (number) => `${number.slice(0, 4).join('')}-${number.slice(4, 8).join('')}-${number.slice(8).join('')}`,
  ),
  day.chain((parts) => fc.constantFrom('-', '', '.', '_', '/').map((separator) => parts.join(separator))),
  day.map(([year, month, date]) => `${year}年${month}月${date}日`),
);

describe('by run', () => {
  test('what looks like a person never reaches a file, whoever passes it where', () => {
    const directory = testDirectory();
    const log = openTestLog(directory.path, { disk: unsyncedDisk, limitBytes: 8_388_608 });
    const thrown = new Set<string>();
    const eventOf = fc.oneof(fc.constantFrom<string>(...TERMINAL_EVENTS, ...Object.keys(testEvents)), fc.string());
    fc.assert(
      fc.property(personal, eventOf, (text, event) => {
        thrown.add(text);
        // A romanised surname in capitals could be a terminal's id: there only the type (an id is made by parsing one) helps.
        const terminal = /^[A-Z]+$/.test(text) ? null : text;
        const twelve = Number(text);
        call(log, 'record', event, { word: text, isFast: text, terminal, count: text, [text]: text });
        call(log, 'record', event, { count: twelve, isFast: twelve, terminal: twelve });
        call(log, 'record', text, { word: text });
        call(log, 'report', event, { code: text, [text]: text });
        call(log, 'report', text, { code: text, operator: text });
      }),
      { numRuns: 1_000 },
    );
    expect(log.unsent(1).length).toBe(1);
    log.close();
    // The instant of every line is a date that may have been thrown, too.
    const written = everythingIn(directory.path).replaceAll(/"at":"[^"]*"/g, '');
    expect([...thrown].filter((text) => written.includes(text))).toEqual([]);
    expect(/[^\x20-\x7e\n]|yamada|taro|hanako/i.exec(written)?.[0]).toBeUndefined();
    directory.remove();
  });

  test('individual numbers and dates are no operator either, although plain words are', () => {
    const directory = testDirectory();
    const log = openTestLog(directory.path, { disk: unsyncedDisk });
    const refused = ['123456789012', '1234-5678-9012', '1990-01-02', '19900102', '1990.1.2', '山田', 'two words'];
    for (const text of refused) call(log, 'report', 'OPERATOR_ACTION', { operator: text });
    const taken = ['clerk-1', '0042', '10423377', 'store_12.b'].map((text) => v.parse(OperatorIdSchema, text));
    for (const by of taken) log.report('OPERATOR_ACTION', { operator: by });
    expect(log.unsent(20).map((report) => report.operator)).toEqual([...refused.map(() => undefined), ...taken]);
    expect(log.dropped().fields).toBe(refused.length);
    log.close();
    directory.remove();
  });

  test('any text at all: only numbers, truths and words of the lists are in what is written', () => {
    const directory = testDirectory();
    const log = openTestLog(directory.path, { disk: unsyncedDisk, limitBytes: 8_388_608 });
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string(),
      fc.object(),
      fc.double(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(anything, anything, (one, other) => {
        call(log, 'record', 'MOVED', { word: one, isFast: other, terminal: { one, other } });
        call(log, 'record', 'COUNTED', { count: one });
        call(log, 'report', 'STATE_CHANGED', { code: one });
      }),
      { numRuns: 300 },
    );
    const words = openReportWords(testEvents, []);
    for (const { event, fields } of log.entries(1, 10_000)) {
      for (const value of Object.values(fields)) {
        const isWord = typeof value === 'string' && words.allows('STATE_CHANGED', value);
        expect(isWord || typeof value !== 'string', `${event} holds ${String(value)}`).toBe(true);
      }
    }
    log.close();
    directory.remove();
  });
});

describe('the shape of a person', () => {
  test.each([
    '000000000000',
    '1234-5678-9012',
    '1234_5678.9012',
    'x-123456789012',
    '2026-01-02',
    '20260102',
    '1900.1.1',
  ])('%s has it', (text) => expect(hasPersonalShape(text)).toBe(true));
  test.each([
    '12345678901',
    '1.20260102.3',
    'build-45',
    'KOFU-0001',
    '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
    '20261302',
  ])('%s has not', (text) => expect(hasPersonalShape(text)).toBe(false));
  test('a number of twelve digits has it, a smaller one and a truth have not', () => {
    expect([123_456_789_012, -123_456_789_012, 12_345_678_901, 0.5, true].map(hasPersonalShape)).toEqual([
      ...[true, true, false, false, false],
    ]);
  });
});

describe('the words of a report', () => {
  const words = openReportWords(testEvents, ['synthetic-more']);

  test.each([
    ['STATE_CHANGED', 'needs-staff'],
    ['DEVICE_CHANGED', 'pagePrinter-jam'],
    ['DEVICE_CHANGED', 'keySwitch-not-fitted'],
    ['SUPPLY_LOW', 'coins-nearly-full'],
    ['OPERATOR_ACTION', 'checked-receipt-printer-still-wrong'],
    ['OPERATOR_ACTION', 'reset-visit-resident-left'],
    ['COMMAND_REFUSED', 'refused-other-process'],
    ['RIGHT_PERSON_FAILED', 'birth-date-differs'],
    ['DIRECTIVE_REFUSED', 'not-for-this-terminal'],
    ['DIRECTIVE_APPLIED', '1204'],
    ['VISIT_PROCESS_DIED', 'exit-134'],
    ['VISIT_ENDED', 'synthetic-more'],
  ] as const)('%s may say %s', (event, code) => expect(words.allows(event, code)).toBe(true));

  test.each([
    ['STATE_CHANGED', '1204'],
    ['DIRECTIVE_APPLIED', '19900102'],
    ['DIRECTIVE_APPLIED', '1990-01-02'],
    ['OPERATOR_ACTION', 'code-123456'],
    ['CARD_LEFT', 'yamada'],
    ['CARD_LEFT', 'left-yamada'],
    ['CARD_LEFT', ''],
    ['CARD_LEFT', '-'],
    ['CARD_LEFT', '__proto__'],
  ] as const)('%s may not say %s', (event, code) => expect(words.allows(event, code)).toBe(false));
});
