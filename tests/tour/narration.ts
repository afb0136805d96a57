/** What the tour says to each screen: one plain line in English. A screen without a line does not compile. */
import type { ScreenName } from '../../kiosk/snapshot.ts';

/** A screen as somebody who stands before it sees it. */
export type Seen = {
  screen: ScreenName;
  /** Its heading, in Japanese. */
  title: string;
  /** It says that the PIN was wrong. */
  pinWasWrong: boolean;
};

const LINES: Readonly<Record<ScreenName, string>> = {
  attract:
    'Nobody is there: the machine says what can be had, what to bring and what it costs. The resident touches it.',
  menu: 'The services of this machine, with the price before anything is asked. The resident chooses the certificate.',
  terms: 'Nothing is read from any card before the resident has agreed to the terms.',
  'lay-card': 'A drawing shows where the card goes. The resident lays it on the reader.',
  'checking-card': 'The machine looks whether the card is an individual-number card.',
  kind: 'For use in Japan only, or abroad as well: one decision on one screen. The resident chooses Japan.',
  pin: 'The resident types the four digits of the card; the screen knows how many there are, never which.',
  'last-try': 'One try is left: the resident goes on knowing that the next mistake locks the card.',
  'reading-card': 'The card gives number, name, birth date and address: only what the certificate needs.',
  'take-card': 'The card has done its part. The resident takes it back before anything else happens.',
  municipality: 'The resident chooses where they lived when they were vaccinated.',
  applying: 'The record system of the municipality is asked, over a line that cannot be read on its way.',
  'scan-passport': 'The photo page of the passport is scanned.',
  'lay-passport': 'The passport is laid on the reader.',
  'reading-passport': 'The chip of the passport is read.',
  'take-passport': 'The resident takes the passport back.',
  preview: 'What will be printed is shown first. The resident checks it.',
  copies: 'How many copies; the sum is counted up at once.',
  confirm: 'Everything once more on one screen, and what it costs. The resident goes on to payment.',
  'take-card-first': 'A card still lies on the reader: it is taken before money is asked for.',
  payment: 'The resident inserts coins; the money is kept only when the paper is there.',
  'returning-money': 'The money comes back.',
  printing: 'The certificate is printed, with its signed code on it.',
  'printer-attention': 'Paper has jammed. Neither paper nor money is lost; a clerk comes and turns the staff key.',
  'take-paper': 'A drawing shows where the paper is. The resident takes it and says so.',
  misprint: 'A clerk looks at a defective sheet and allows a second one.',
  receipt: 'Receipt and change, and one last look for things left behind.',
  goodbye: 'Thanks, and the promise that nothing of the resident stays in the machine.',
  refused: 'The machine says what happened, what to do next and what became of the money.',
  'out-of-service': 'The machine is closed and says why, and when it can be used again.',
  'operator-code': 'The clerk types a personal code: six digits, shown to nobody.',
  'operator-home': 'The clerk sees what is wrong, the most pressing first, and how every device is.',
  'operator-step': 'One act of the clerk’s hands on each screen, with a drawing of it.',
  'operator-question': 'The machine asks the clerk what happened.',
  'operator-working': 'The machine looks at the device itself.',
  'operator-readiness': 'Everything the machine needs to serve the next resident, looked at one by one.',
  'operator-result': 'What came of it.',
};

export const isScreenName = (name: string): name is ScreenName => Object.hasOwn(LINES, name);

/** One line to a screen. */
export function narrationOf({ screen, pinWasWrong }: Seen): string {
  return screen === 'pin' && pinWasWrong
    ? 'The PIN was wrong. The machine says how many tries are left; the resident types it again, with care.'
    : LINES[screen];
}

/** The same screen, as far as the tour cares: digits and coins that come in are no new one. */
export const isSameScene = (a: Seen, b: Seen): boolean =>
  a.screen === b.screen && a.title === b.title && a.pinWasWrong === b.pinWasWrong;
