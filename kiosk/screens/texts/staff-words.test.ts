/** What the staff are told, and residents in the help: complete, plain, and never an invitation to read somebody's paper (P7b). */
import { describe, expect, it } from 'vitest';
import {
  LANGUAGES,
  type Language,
  OPERATOR_FAULTS,
  OPERATOR_RESULTS,
  OPERATOR_STEPS,
  ScreenSchema,
} from '../../snapshot.ts';
import { fullStop } from './full-stop.ts';
import { helpOf } from './help-of.ts';
import { TEXTS } from './index.ts';

const NAMES = ScreenSchema.options.map((option) => option.entries.name.literal);

/** The words this test looks for: what forbids reading and throwing away, the label, and how a control is quoted. */
const WORDS: Record<Language, { unread: RegExp; kept: RegExp; label: string; quoted: RegExp }> = {
  ja: { unread: /読ま(ず|ない)/, kept: /捨て(ず|ない)/, label: 'ラベル', quoted: /「([^」]+)」/g },
  en: { unread: /not read/, kept: /throw(n)? (it |the paper |away )*away/, label: 'label', quoted: /“([^”]+)”/g },
  zh: { unread: /勿阅读/, kept: /勿阅读、撕毁或丢弃/, label: '标签', quoted: /“([^”]+)”/g },
  ko: { unread: /읽지/, kept: /버리지/, label: '라벨', quoted: /‘([^’]+)’/g },
};
/** Longest instruction, in characters. */
const LONGEST: Record<Language, number> = { ja: 90, en: 130, zh: 70, ko: 90 };

describe.each(LANGUAGES)('%s', (language) => {
  const { operator, help } = TEXTS[language];
  const { unread, kept, label, quoted } = WORDS[language];
  const stop = fullStop(language);

  it('gives every step, fault and result words of its own', () => {
    for (const words of [
      OPERATOR_STEPS.map((step) => operator.steps[step].title),
      OPERATOR_FAULTS.map((fault) => operator.faults[fault].name),
      OPERATOR_RESULTS.map((result) => operator.results[result].title),
      Object.values(operator.tasks),
      Object.values(operator.answers),
      Object.values(operator.working),
    ]) {
      expect(new Set(words).size).toBe(words.length);
    }
  });

  it('says how in whole, short sentences', () => {
    for (const { title, detail } of [...Object.values(operator.steps), ...Object.values(operator.results)]) {
      expect(title, title).not.toMatch(stop);
      expect(detail, title).toMatch(stop);
      expect(detail.length, title).toBeLessThanOrEqual(LONGEST[language]);
    }
  });

  it('forbids reading and destroying wherever a clerk has somebody’s paper or card in hand (P7b)', () => {
    for (const step of [
      'pull-jammed-paper',
      'keep-sheets-apart',
      'take-paper-out',
      'do-not-read-or-destroy',
    ] as const) {
      expect(`${operator.steps[step].title} ${operator.steps[step].detail}`, step).toMatch(unread);
    }
    for (const text of [
      operator.steps['keep-sheets-apart'].detail,
      operator.steps['do-not-read-or-destroy'].title,
      operator.questions['what-about-the-paper'].detail,
      operator.faults['right-person'].meaning,
    ]) {
      expect(text).toMatch(unread);
      expect(text).toMatch(kept);
    }
  });

  it('says whom to call, and where the number is', () => {
    for (const { detail } of [
      operator.steps['call-center'],
      operator.results['call-center'],
      operator.results['still-wrong'],
    ]) {
      expect(detail).toContain(label);
    }
  });

  it('explains every screen of a visit, and none on which nobody is in one', () => {
    for (const name of NAMES) {
      const visit = name !== 'attract' && name !== 'out-of-service' && !name.startsWith('operator-');
      const points = helpOf(name, TEXTS[language]);
      expect(points !== null && points.length > 0, name).toBe(visit);
      for (const point of points ?? []) expect(point, name).toMatch(stop);
    }
    expect(help.staff).toMatch(stop);
  });

  it('names a control in the help as the control is named', () => {
    const { controls, terms, takePaper, refused } = TEXTS[language];
    const spoken = JSON.stringify({ ...TEXTS[language], help: null });
    for (const [name, points] of Object.entries(help.screens)) {
      for (const [, words] of points.join(' ').matchAll(quoted)) {
        expect(spoken.includes(`"${words}"`), `${name}: ${words}`).toBe(true);
      }
    }
    for (const words of [controls.cancel, terms.agree, takePaper.taken, refused.finish]) {
      expect(JSON.stringify(help.screens)).toContain(words);
    }
  });
});
