/** Words in both languages, days, typed numbers, counts by month, and when the screen goes blank; without a browser. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../console-kit/index.ts';
import { FILE_FAULTS, IMPORT_KINDS, IMPORT_STATES, LINE_FAULTS } from '../console-api/imports.ts';
import { DETECTION_RULES, FINDINGS } from '../console-api/operations.ts';
import { DoseSchema, NUMBER_PURPOSES } from '../console-api/people.ts';
import { OPERATIONS } from '../operation-log/operation-log.ts';
import { CORRECTION_REASONS, DOUBTS } from '../register/dose-facts.ts';
import { SEXES } from '../register/person-facts.ts';
import { LEVELS, TASKS } from '../staff/rights.ts';
import { RETURN_WITHIN_MS, type Watch, watchAt } from './frame/use-blanking.ts';
import { draftOfDose, factsOfDose } from './person/dose-draft.ts';
import { EMPTY_PERSON, factsOfDraft } from './person/person-draft.ts';
import { linesByMonth } from './statistics/by-month.ts';
import { sampleDoses } from './testing/people-samples.ts';
import { SAMPLE_NUMBER } from './testing/sample-script.ts';
import { birthDayOf, dayOf, todayInJapan } from './texts/days.ts';
import { TEXTS } from './texts/texts.ts';
import { typedDigits } from './texts/typed-digits.ts';
import { checkedNumber } from './texts/typed-number.ts';

const leaves = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(leaves)
      : [];

describe.each(LANGUAGES)('texts in %s', (language) => {
  const texts = TEXTS[language];
  it('lack nothing, and are of that language', () => {
    expect(leaves(texts).filter((text) => text.trim() === '')).toEqual([]);
    if (language === 'ja') return;
    const own = leaves({ ...texts, frame: { ...texts.frame, language: '', languageLabel: '' } });
    expect(own.filter((text) => /[ぁ-んァ-ヶ一-龠]/.test(text))).toEqual([]);
  });
  it('know every word of the closed lists, and no other', () => {
    const { words } = texts;
    for (const [list, known] of [
      [TASKS, words.tasks],
      [LEVELS, words.levels],
      [SEXES, words.sexes],
      [DOUBTS, words.doubts],
      [CORRECTION_REASONS, words.reasons],
      [NUMBER_PURPOSES, words.purposes],
      [IMPORT_KINDS, words.importKinds],
      [IMPORT_STATES, words.importStates],
      [LINE_FAULTS, words.lineFaults],
      [FILE_FAULTS, words.fileFaults],
      [OPERATIONS, words.operations],
      [DETECTION_RULES, words.detections],
      [FINDINGS, words.findings],
    ] as const) {
      expect([...list].sort()).toEqual(Object.keys(known).sort());
    }
  });
});

describe('days', () => {
  it('are the calendar’s, whatever the machine’s zone', () => {
    expect(dayOf('ja', '2021-06-01')).toBe('2021年6月1日');
    expect(dayOf('en', '2021-06-01')).toBe('1 June 2021');
    expect(birthDayOf('ja', '2019-04-30')).toBe('2019年4月30日（平成31年）');
    expect(birthDayOf('ja', '2019-05-01')).toBe('2019年5月1日（令和元年）');
    expect(todayInJapan(Date.parse('2026-03-31T15:00:00.000Z'))).toBe('2026-04-01');
    expect(todayInJapan(Date.parse('2026-03-31T14:59:59.999Z'))).toBe('2026-03-31');
  });
  it('that do not exist stand as they were registered', () => expect(dayOf('ja', '2021-13-40')).toBe('2021-13-40'));
});

describe('what is typed', () => {
  it('may be of full width, with blanks and hyphens', () => {
    expect(typedDigits(' １２３４-5678\u30009 ')).toBe('123456789');
    expect(checkedNumber(SAMPLE_NUMBER.replace(/(.{4})/g, '$1 '))).toBe(SAMPLE_NUMBER);
  });
  it('is no individual number with any other last digit, or another length (V13)', () => {
    for (let digit = 0; digit <= 9; digit += 1) {
      const other = `${SAMPLE_NUMBER.slice(0, 11)}${digit}`;
      expect(checkedNumber(other) === null).toBe(other !== SAMPLE_NUMBER);
    }
    for (const wrong of ['', SAMPLE_NUMBER.slice(1), `${SAMPLE_NUMBER}0`, '000000000000']) {
      expect(checkedNumber(wrong)).toBeNull();
    }
  });
  it('makes a person’s facts, the space between the names as the register writes it', () => {
    const typed = { ...EMPTY_PERSON, referenceNumber: '１００', name: '架空  花子', birthDay: '1980-04-05' };
    expect(factsOfDraft(typed)).toMatchObject({
      referenceNumber: '100',
      name: '架空\u3000花子',
      kana: null,
      movedOn: null,
    });
    for (const part of [
      { name: '' },
      { birthDay: '' },
      { referenceNumber: 'A1' },
      { kana: 'かな' },
      { movedOn: '2021-1-1' },
    ]) {
      expect(factsOfDraft({ ...typed, ...part })).toBeNull();
    }
  });
  it('makes a dose’s facts', () => {
    const first = v.parse(DoseSchema, sampleDoses[0]);
    const draft = { ...draftOfDose(first), lot: ' ｅｙ2173 ', vaccinatedIn: '' };
    expect(factsOfDose(draft)).toMatchObject({ number: 1, lot: 'EY2173', vaccinatedIn: null });
    for (const part of [
      { number: '' },
      { number: '0' },
      { number: '1.5' },
      { product: '' },
      { lot: '-_-' },
      { vaccinatedIn: '12' },
    ]) {
      expect(factsOfDose({ ...draft, ...part })).toBeNull();
    }
  });
});

describe('counts by month', () => {
  it('have no gap between months, a hole where a count is not said, and zero where there is none', () => {
    const { times, series } = linesByMonth([
      { month: '2021-11', line: '2', count: null },
      { month: '2022-02', line: '10', count: 30 },
      { month: '2021-11', line: '10', count: 12 },
    ]);
    expect(times.map((at) => new Date(at).toISOString().slice(0, 7))).toEqual([
      '2021-11',
      '2021-12',
      '2022-01',
      '2022-02',
    ]);
    expect(series).toEqual([
      { label: '2', values: [null, 0, 0, 0] },
      { label: '10', values: [12, 0, 0, 30] },
    ]);
  });
  it('are nothing of nothing', () => expect(linesByMonth([])).toEqual({ times: [], series: [] }));
});

describe('the watch over the screen', () => {
  const BLANK_MS = 60_000;
  const begun: Watch = { lastActMs: 0, blankSinceMs: null };
  it('goes blank exactly when its time has come', () => {
    expect(watchAt(begun, BLANK_MS - 1, false, BLANK_MS).watch.blankSinceMs).toBeNull();
    expect(watchAt(begun, BLANK_MS, false, BLANK_MS).watch.blankSinceMs).toBe(BLANK_MS);
  });
  it('comes back by a key soon, and is over later, even where nothing ticked in between', () => {
    const lastMs = BLANK_MS + RETURN_WITHIN_MS;
    expect(watchAt(begun, lastMs - 1, true, BLANK_MS)).toEqual({
      watch: { lastActMs: lastMs - 1, blankSinceMs: null },
      over: false,
    });
    expect(watchAt(begun, lastMs, true, BLANK_MS).over).toBe(true);
    expect(watchAt(begun, lastMs, false, BLANK_MS).over).toBe(true);
  });
  it('never shows the screen without an act, whatever the moments', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 90_000 }), { maxLength: 30 }), (steps) => {
        let watch = begun;
        let nowMs = 0;
        let blank = false;
        for (const step of steps) {
          nowMs += step;
          ({ watch } = watchAt(watch, nowMs, false, BLANK_MS));
          if (blank) expect(watch.blankSinceMs).not.toBeNull();
          blank = watch.blankSinceMs !== null;
        }
        expect(blank).toBe(nowMs >= BLANK_MS);
      }),
    );
  });
});
