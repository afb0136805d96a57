/**
 * Every refusal class as a resident meets it, in Japanese and in English: really caused in a whole system, found on the kiosk's
 * window by accessible names, with the money accounted for and one touch, or one key, back to the start. Afterwards everything
 * that was written, and everything the page could keep, is searched for every person who stood there (invariant B, K6).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { syntheticPeople } from '../../card-reader/virtual/index.ts';
import { LANGUAGE_NAMES } from '../../kiosk/screens/texts/index.ts';
import { type Refusal, RefusalSchema } from '../../server-bridge/index.ts';
import { type BrowserKiosk, openBrowserKiosk } from './browser-kiosk.ts';
import { direct, setTakingPart } from './center-orders.ts';
import { expectNothingKept } from './kept-nothing.ts';
import { type Cause, NOTHING_MOVED, type RefusalCase } from './refusal-case.ts';
import { hearsRefusal, seesClosed, seesRefusal, turnsTo } from './refusal-seen.ts';
import { REFUSAL_CASES } from './refusal-table.ts';
import { OTHER_TERMINALS } from './refusals-of-the-way.ts';
import { HOME_CITY, residentAt, type SpokenHere, waitsForAnybody } from './resident-at-the-window.ts';

const LANGUAGES = ['ja', 'en'] as const;
let kiosk: BrowserKiosk;

beforeAll(async () => {
  kiosk = await openBrowserKiosk({ terminalId: 'KIOSK-REFUSES', otherTerminals: OTHER_TERMINALS });
}, 180_000);
afterAll(() => kiosk?.stop(), 60_000);
/** A case that fails leaves nothing lying about for the next one. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  kiosk.devices.reader.remove();
  kiosk.relay.tamper = (answer) => answer;
  kiosk.relay.tamperChallenge = (challenge) => challenge;
  await direct(kiosk, { hours: { from: '00:00', to: '24:00' }, terminals: [] });
  await setTakingPart(kiosk, HOME_CITY, true);
});

type Case = Omit<RefusalCase, 'causes'> & {
  refusal: Refusal;
  /** The language the resident chooses, and those turned to at the end. */
  language: SpokenHere;
  turnedTo: readonly SpokenHere[];
  cause: Cause;
};

const cases = RefusalSchema.options.flatMap((refusal): Case[] => {
  const { causes, ...whole } = REFUSAL_CASES[refusal];
  return 'both' in causes
    ? [{ refusal, language: 'en', turnedTo: ['ja'], cause: causes.both, ...whole }]
    : LANGUAGES.map((language) => ({ refusal, language, turnedTo: [], cause: causes[language], ...whole }));
});

/** What the devices have moved until now. */
function moved() {
  const { coinBox, cashless, pagePrinter } = kiosk.devices;
  const { keptYen, changeYen, returnedYen, refundedYen } = coinBox.tallies;
  const { capturedYen } = cashless.tallies;
  return {
    keptYen: keptYen + capturedYen,
    backYen: changeYen + returnedYen + refundedYen,
    sheets: pagePrinter.printed.length,
  };
}

describe('every refusal class', () => {
  it.each(cases)('$refusal ($language): $cause.by', { timeout: 90_000 }, async (one) => {
    const { refusal, language, turnedTo, shown, cause, literally } = one;
    const { money = 'none-taken', moved: toMove = NOTHING_MOVED } = cause;
    let resident = residentAt(kiosk, language);
    const scene = { kiosk, resident };
    const before = moved();
    await cause.bring(scene);
    if (shown === 'refused') {
      await seesRefusal(resident, refusal, { literally, money });
      await cause.mend?.(scene);
      for (const next of turnedTo) {
        resident = await turnsTo(kiosk, resident, next);
        await seesRefusal(resident, refusal, { literally, money });
      }
      // One language by touch, the other by voice and keypad.
      if (language === 'ja') await resident.tap(resident.words.refused.finish);
      else {
        await hearsRefusal(resident, refusal);
        await resident.page.keyboard.press('Numpad1');
      }
    } else {
      await seesClosed(residentAt(kiosk, 'ja'), 'right-person', literally);
      await resident.tap(LANGUAGE_NAMES.en);
      await seesClosed(residentAt(kiosk, 'en'), 'right-person', literally);
      // Whoever chose on the closed screen still stands there when it opens: the choice goes back by itself only after a minute.
      await resident.tap(LANGUAGE_NAMES.ja);
    }
    await cause.reopen?.(scene);
    await waitsForAnybody(kiosk.page);
    const after = moved();
    expect({
      keptYen: after.keptYen - before.keptYen,
      backYen: after.backYen - before.backYen,
      sheets: after.sheets - before.sheets,
    }).toEqual(toMove);
  });

  it('is shown in both languages', () => {
    for (const refusal of RefusalSchema.options)
      expect(
        cases
          .filter((one) => one.refusal === refusal)
          .flatMap(({ language, turnedTo }) => [language, ...turnedTo])
          .sort(),
        refusal,
      ).toEqual(['en', 'ja']);
  });

  it('is caused in a whole system, but for those of which it is written why not', () => {
    const seams = Object.entries(REFUSAL_CASES).filter(([, { seam }]) => seam !== undefined);
    expect(seams.map(([refusal]) => refusal).sort()).toEqual(['APPLICATION_REFUSED', 'PASSPORT_DIFFERS']);
  });
});

describe('when everybody has gone', () => {
  it('nothing of anybody is in the page, its stores, or anything that terminal, center and shell wrote', {
    timeout: 120_000,
  }, async () => {
    await expectNothingKept(kiosk, syntheticPeople());
  });
});
