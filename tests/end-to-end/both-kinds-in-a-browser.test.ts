/**
 * The good path of both kinds in both languages through the kiosk's window, from the attract screen to the paper: what is on the
 * paper is what VRS signed, and it is the person's whose card lay there (invariant A). One of the visits is done without a finger
 * or an eye: by keypad and voice. Then everything is searched for these people (invariant B).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserKiosk, openBrowserKiosk } from './browser-kiosk.ts';
import { finishesVisit } from './good-visit.ts';
import { expectNothingKept } from './kept-nothing.ts';
import { keypadVisit } from './keypad-visit.ts';
import { codesOnPaper, type Paper, readPaper, trustIn } from './printed-paper.ts';
import { cardOf, HOME_CITY, personCalled, residentAt } from './resident-at-the-window.ts';

let kiosk: BrowserKiosk;
/** Every page that came out, and the codes on it. */
const papers: { pdf: Uint8Array; codes: readonly string[] }[] = [];

beforeAll(async () => {
  kiosk = await openBrowserKiosk({ terminalId: 'KIOSK-ISSUES' });
}, 180_000);
afterAll(() => kiosk?.stop(), 60_000);

/** The one page that came out of this visit, paid for once. */
async function paperOf(visit: () => Promise<void>): Promise<Paper> {
  const { pagePrinter, coinBox } = kiosk.devices;
  const sheets = pagePrinter.printed.length;
  const { keptYen } = coinBox.tallies;
  await visit();
  expect(pagePrinter.printed.length).toBe(sheets + 1);
  expect(coinBox.tallies.keptYen).toBe(keptYen + 120);
  const pdf = pagePrinter.printed[sheets]?.pdf ?? new Uint8Array();
  const codes = codesOnPaper(pdf);
  papers.push({ pdf, codes });
  return await readPaper(codes, trustIn(kiosk.world.files));
}

const VISITS = [
  { language: 'ja', kind: 'domestic', person: 'four-doses', doses: 4 },
  { language: 'en', kind: 'domestic', person: 'rare-kanji', doses: 3 },
  { language: 'ja', kind: 'overseas', person: 'passport', doses: 4, roman: 'TABIKAWA WATARU', passport: 'ZZ0000004' },
  { language: 'en', kind: 'overseas', person: 'seven-doses', doses: 7, roman: 'NANAMI TOYO', passport: 'ZZ0000007' },
] as const;

describe('from the attract screen to the paper', () => {
  it.each(VISITS)('$kind, $language, of $person', { timeout: 120_000 }, async (visit) => {
    const { name, birthDate: card } = personCalled(visit.person);
    const birthDate = `${card.slice(0, 4)}-${card.slice(4, 6)}-${card.slice(6)}`;
    const resident = residentAt(kiosk, visit.language);
    const paper = await paperOf(() => finishesVisit(resident, { ...visit, name, card: cardOf(visit.person) }));
    const isOverseas = 'passport' in visit;
    // For use abroad the code has the name as the passport writes it.
    expect(paper.healthCards).toMatchObject([
      { name: isOverseas ? visit.roman.replace(' ', '\u3000') : name, birthDate },
    ]);
    expect(paper.healthCards[0]?.doses).toHaveLength(visit.doses);
    expect(paper.travelProofs).toMatchObject(
      isOverseas
        ? [{ state: 'JPN', name: visit.roman.replace(' ', '  '), birthDate, passportNumber: visit.passport }]
        : [],
    );
    if (isOverseas) expect(paper.travelProofs[0]?.doses).toHaveLength(visit.doses);
  });
});

describe('by keypad and voice alone', () => {
  it('goes through language, PIN, municipality, money and paper to the goodbye', { timeout: 180_000 }, async () => {
    const { name, individualNumber } = personCalled('one-dose');
    let heard: readonly string[] = [];
    const paper = await paperOf(async () => {
      heard = await keypadVisit(kiosk, { language: 'en', card: cardOf('one-dose'), pin: '1234', city: HOME_CITY });
    });
    expect(paper.healthCards).toMatchObject([{ name }]);
    const said = heard.join('\n').replaceAll('\u00a0', ' ');
    for (const words of ['My Number card', 'PIN', 'Please take your card', '120 yen', 'Please take your certificate'])
      expect(said).toContain(words);
    // Digits are never said aloud, nor is the number of anybody.
    expect(said).not.toContain('1234');
    expect(said).not.toContain(individualNumber);
  });
});

describe('when everybody has gone', () => {
  it('nothing of anybody is in the page, its stores, or anything that terminal, center and shell wrote', {
    timeout: 120_000,
  }, async () => {
    const people = [...VISITS.map(({ person }) => person), 'one-dose'].map(personCalled);
    expect(papers).toHaveLength(people.length);
    const printed = papers.flatMap(({ pdf, codes }, index): [string, string | Uint8Array][] => [
      [`page ${index + 1}, its middle`, pdf.subarray(Math.floor(pdf.length / 2), Math.floor(pdf.length / 2) + 64)],
      [`page ${index + 1}, its end`, pdf.subarray(-300, -236)],
      ...codes.map((code, place): [string, string] => [`page ${index + 1}, code ${place + 1}`, code.slice(0, 400)]),
    ]);
    await expectNothingKept(kiosk, people, Object.fromEntries(printed));
  });
});
