/** What the staff are told, and residents in the help: complete, plain, and never an invitation to read somebody's paper (P7b). */
import { describe, expect, it } from 'vitest';
import { LANGUAGES, OPERATOR_FAULTS, OPERATOR_RESULTS, OPERATOR_STEPS, ScreenSchema } from '../../snapshot.ts';
import { helpOf } from './help-of.ts';
import { TEXTS } from './index.ts';

const NAMES = ScreenSchema.options.map((option) => option.entries.name.literal);

describe.each(LANGUAGES)('%s', (language) => {
  const { operator, help } = TEXTS[language];
  const stop = language === 'ja' ? /。$/ : /\.$/;

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
    const longest = language === 'ja' ? 90 : 130;
    for (const { title, detail } of [...Object.values(operator.steps), ...Object.values(operator.results)]) {
      expect(title, title).not.toMatch(stop);
      expect(detail, title).toMatch(stop);
      expect(detail.length, title).toBeLessThanOrEqual(longest);
    }
  });

  it('forbids reading and destroying wherever a clerk has somebody’s paper or card in hand (P7b)', () => {
    const unread = language === 'ja' ? /読ま(ず|ない)/ : /not read/;
    const kept = language === 'ja' ? /捨て(ず|ない)/ : /throw(n)? (it |the paper |away )*away/;
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
    const label = language === 'ja' ? 'ラベル' : 'label';
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
    const quoted = language === 'ja' ? /「([^」]+)」/g : /“([^”]+)”/g;
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
