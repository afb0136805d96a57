/**
 * Every line the voice can be asked for whose words are fixed: the gallery heard in both languages with headphones in and out, and
 * what the gallery shows only one of: each count, each try, each number of copies. From these the clips are made and checked.
 */
import type { LocalizedText } from '../../../server-bridge/protocol/index.ts';
import { HEADPHONES, OUT_OF_SERVICE_CAUSES, type PaymentMeans, type Screen, type Snapshot } from '../../snapshot.ts';
import { type ClipLanguage, KNOWN_NAMES } from '../../voice/index.ts';
import { gallery } from '../gallery.ts';
import { isOperatorScreen } from '../screen-of.ts';
import { LANGUAGE_NAMES, TEXTS } from '../texts/index.ts';
import { SPEECH_TEXTS } from './speech-texts.ts';
import { lineOf, type SpokenLine } from './spoken-line.ts';
import { type FocusedButton, spokenButton, spokenScript } from './spoken-script.ts';
import type { PageState } from './spoken-text.ts';

const upTo = (last: number, first = 0): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
const MEANS: readonly [PaymentMeans, ...PaymentMeans[]][] = [['coins'], ['cashless'], ['coins', 'cashless']];
const HOURS = { from: '06:30', to: '23:00' };
const CLOSED = { terminalId: 'SYN-0001', build: '0', at: '2026-11-21T11:47:00.000Z', hours: HOURS } as const;

/** What the gallery shows one value of, in all its values. */
const DOMAINS: readonly Screen[] = [
  ...upTo(4).map((digits): Screen => ({ name: 'pin', digits, triesLeft: 3, wrong: false })),
  ...upTo(15).map((triesLeft): Screen => ({ name: 'pin', digits: 0, triesLeft, wrong: true })),
  ...upTo(8).map((digits): Screen => ({ name: 'misprint', digits, wrong: false, lockedOut: false })),
  ...upTo(20).map((copies): Screen => ({ name: 'copies', copies, maxCopies: copies, copyYen: 120 })),
  ...upTo(20).map((copies): Screen => ({ name: 'take-paper', copies, reprintAllowed: true, reprint: 'none' })),
  ...upTo(9).map((pages): Screen => ({ name: 'preview', facts: null, pages })),
  ...[0, 120].flatMap((yen): Screen[] => [
    ...MEANS.flatMap((means): Screen[] => [
      { name: 'attract', priceYen: yen, kinds: ['domestic', 'overseas'], means, hours: HOURS, notice: null },
      { name: 'menu', priceYen: yen, means, hours: HOURS },
      { name: 'payment', totalYen: 240, insertedYen: yen, means },
    ]),
    { name: 'returning-money', yen },
    { name: 'receipt', printed: true, changeYen: yen },
    { name: 'receipt', printed: false, changeYen: yen },
    { name: 'refused', refusal: 'PRINTER_ATTENTION', refundYen: yen },
    { name: 'take-card-first', totalYen: yen },
    confirm(yen),
  ]),
  ...OUT_OF_SERVICE_CAUSES.map((cause): Screen => ({ name: 'out-of-service', cause, ...CLOSED, refundOwedYen: 240 })),
];

function confirm(totalYen: number): Screen {
  const municipality: LocalizedText = { ja: '見本県 見本市', en: 'Mihon' };
  return { name: 'confirm', kind: 'domestic', municipality, copies: 1, totalYen };
}

const NOT_NARROWED: PageState['narrowed'] = { prefecture: null, row: null };

/** Every way the page can stand over a screen. */
const STATES: readonly PageState[] = [
  { narrowed: NOT_NARROWED, open: null },
  { narrowed: NOT_NARROWED, open: 'settings' },
  { narrowed: NOT_NARROWED, open: 'about' },
  { narrowed: { prefecture: null, row: 'か' }, open: null },
  { narrowed: { prefecture: null, row: 'K' }, open: null },
];

const first = gallery[0];
if (first === undefined) throw new Error('The gallery is empty.');
const OF_THE_GALLERY = gallery.map(({ snapshot }) => snapshot).filter(({ screen }) => !isOperatorScreen(screen.name));
const OF_DOMAINS = DOMAINS.map((screen): Snapshot => ({ ...first.snapshot, screen }));

/** Snapshots as the voice hears them, in one language. */
export function heardSnapshots(language: ClipLanguage): Snapshot[] {
  return [...OF_THE_GALLERY, ...OF_DOMAINS].flatMap((snapshot) =>
    HEADPHONES.flatMap((headphones) =>
      [true, false].map((cancel) => ({
        ...snapshot,
        language,
        options: { ...snapshot.options, spokenGuidance: true },
        voice: { ...snapshot.voice, stopped: false, headphones },
        allows: { ...snapshot.allows, cancel },
      })),
    ),
  );
}

/** Buttons that are no choices, by the words on them. */
function frameButtons(language: ClipLanguage): FocusedButton[] {
  const { controls, help, pin, misprint } = TEXTS[language];
  const { back, cancel, options, stopVoice, scrollUp, scrollDown } = controls;
  const words = [back, cancel, options, stopVoice, scrollUp, scrollDown, help.open, pin.erase, misprint.confirm];
  return [...words, ...Object.values(LANGUAGE_NAMES)]
    .map((one): FocusedButton => ({ kind: 'named', words: one }))
    .concat({ kind: 'digit' });
}

/** Lines of the screens, of the settings, of the buttons, and of the names that are known. */
export function everySpokenLine(language: ClipLanguage): SpokenLine[] {
  const state: PageState = { narrowed: NOT_NARROWED, open: null };
  return [
    ...heardSnapshots(language).flatMap((snapshot) => STATES.flatMap((one) => spokenScript(snapshot, one))),
    ...frameButtons(language).flatMap((button) => spokenButton(heardOf(language), button, state) ?? []),
    ...upTo(9).map((row) => lineOf(TEXTS[language].municipality.row('あかさたなはまやらわ'.charAt(row)))),
    ...KNOWN_NAMES.map((name) => lineOf(name[language])),
    lineOf(SPEECH_TEXTS[language].staffScreen),
  ];
}

function heardOf(language: ClipLanguage): Snapshot {
  const [snapshot] = heardSnapshots(language);
  if (snapshot === undefined) throw new Error('The gallery has no screens.');
  return snapshot;
}

/** The fixed words among them, each sentence once. */
export function everySpokenPhrase(language: ClipLanguage): string[] {
  const pieces = everySpokenLine(language).flatMap((line) => line.pieces);
  return [...new Set(pieces.flatMap((piece) => (piece.kind === 'phrase' ? [piece.text] : [])))];
}
