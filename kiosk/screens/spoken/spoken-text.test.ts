/** Every screen says something in every language; a person is spoken of only to that person; a digit is never said. */
import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Snapshot } from '../../snapshot.ts';
import { gallery } from '../gallery.ts';
import { DOMESTIC_FACTS, LONG_FACTS, OVERSEAS_FACTS } from '../gallery-facts.ts';
import { TEXTS } from '../texts/index.ts';
import { spokenText } from './spoken-text.ts';

const inMode = (snapshot: Snapshot, language: Snapshot['language'], spokenGuidance: boolean): Snapshot => ({
  ...snapshot,
  language,
  options: { ...snapshot.options, spokenGuidance },
  voice: { ...snapshot.voice, headphones: 'in' },
});

/** What must not be said aloud of anybody. */
const PERSONAL = [DOMESTIC_FACTS, OVERSEAS_FACTS, LONG_FACTS].flatMap(({ holder, certificateId, doses }) => [
  holder.name,
  certificateId,
  ...(holder.passport === null
    ? []
    : [holder.passport.passportNumber, holder.passport.romanName.primary, holder.passport.romanName.secondary]),
  ...doses.map(({ lot }) => lot),
]);

describe.each(LANGUAGES)('%s', (language) => {
  const personal = [...PERSONAL, TEXTS[language].day(DOMESTIC_FACTS.holder.birthDate)];

  it.each([true, false])('says every screen whole, with guidance %s', (spokenGuidance) => {
    for (const { id, snapshot } of gallery) {
      const text = spokenText(inMode(snapshot, language, spokenGuidance));
      expect(text.length, id).toBeGreaterThan(20);
      expect(text, id).not.toMatch(/undefined|null|NaN|\[object|\u00ad| {2}|\n/);
    }
  });

  it('says nothing of the sign that tells which terminal this is', () => {
    for (const { snapshot } of gallery) {
      const { identify: _, ...unsigned } = inMode(snapshot, language, true);
      expect(spokenText({ ...unsigned, identify: 'SYN-0001' })).toBe(spokenText(unsigned));
    }
  });

  it('says nothing of a person while others can hear it, and no fact but on the preview', () => {
    for (const { id, snapshot } of gallery) {
      const allowed = (spokenGuidance: boolean) => spokenGuidance && snapshot.screen.name === 'preview';
      for (const spokenGuidance of [true, false]) {
        if (allowed(spokenGuidance)) continue;
        const text = spokenText(inMode(snapshot, language, spokenGuidance));
        for (const fact of personal) expect(text, id).not.toContain(fact);
      }
    }
  });

  it('says the whole certificate to the person who asked for it', () => {
    const preview = gallery.find(({ id }) => id === 'preview-long');
    if (preview === undefined) throw new Error('The gallery has a long preview.');
    const text = spokenText(inMode(preview.snapshot, language, true));
    const { holder, certificateId, doses } = LONG_FACTS;
    for (const fact of [holder.passport.passportNumber, certificateId, ...doses.map(({ lot }) => lot)]) {
      expect(text).toContain(fact);
    }
    expect(text).toContain(holder.name.replaceAll('\u3000', ' '));
    expect(text).toContain(TEXTS[language].day(holder.birthDate));
  });

  it('says where somebody lived only into headphones', () => {
    const confirm = gallery.find(({ id }) => id === 'confirm');
    if (confirm?.snapshot.screen.name !== 'confirm') throw new Error('The gallery has a confirmation.');
    const place = language === 'ja' ? '青波市' : 'Aonami';
    expect(spokenText(inMode(confirm.snapshot, language, true))).toContain(place);
    expect(spokenText(inMode(confirm.snapshot, language, false))).not.toContain(place);
  });
});

it('counts the digits typed and says when an entry was wrong', () => {
  const pin = (digits: number, wrong: boolean): string => {
    const sample = gallery.find(({ id }) => id === 'pin');
    if (sample === undefined) throw new Error('The gallery has a PIN.');
    return spokenText({ ...sample.snapshot, screen: { name: 'pin', digits, triesLeft: 2, wrong } });
  };
  for (const digits of [0, 1, 2, 3, 4]) expect(pin(digits, false)).toContain(TEXTS.ja.pin.entered(digits));
  expect(pin(0, true)).toContain(TEXTS.ja.pin.wrong);
  expect(pin(0, false)).not.toContain(TEXTS.ja.pin.wrong);
});

it('numbers the choices from one, and says there is nothing to press where nothing is', () => {
  const text = (id: string) => {
    const sample = gallery.find((one) => one.id === id);
    if (sample === undefined) throw new Error(`The gallery has no ${id}.`);
    return spokenText(inMode(sample.snapshot, 'en', true));
  };
  expect(text('kind')).toMatch(/1: For Japan only.*2: For use abroad/);
  expect(text('applying')).toContain(TEXTS.en.guide.nothingToPress);
  expect(text('municipality-prefectures')).toMatch(/ 47: /);
  expect(text('payment-idle')).toMatch(/1: I need more time.*2: Stop/);
  expect(text('pin-help')).toMatch(/1: Close/);
});

it('says how far the list of municipalities has been narrowed', () => {
  const sample = gallery.find(({ id }) => id === 'municipality-rows');
  if (sample === undefined) throw new Error('The gallery has rows.');
  const snapshot = inMode(sample.snapshot, 'ja', true);
  expect(spokenText(snapshot)).toContain('か行');
  const narrowed = spokenText(snapshot, { narrowed: { prefecture: null, row: 'か' }, open: null });
  expect(narrowed).toContain('風丘市');
  expect(narrowed).not.toContain('青波市');
});
