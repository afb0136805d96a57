/** The words of the screens that read a passport. */
import type { PassportTexts } from './texts.ts';

export const PASSPORT_EN: PassportTexts = {
  again: 'That did not work',
  scan: {
    heading: 'Lay the photo page of your passport on the scanner',
    lead: 'Your passport is not registered. If you have it with you, it can be read here for use abroad.',
    problems: {
      unreadable: 'Lay the page down again so that the two lines at its edge can be seen.',
      'another-passport': 'The passport did not match the photo page. Please scan the photo page again.',
    },
  },
  lay: {
    heading: 'Close your passport and lay it on the reader',
    lead: 'It is the reader for the card. Leave it there until you are asked to take it.',
    problems: {
      unreadable: 'Take off any cover and lay the passport in the middle of the reader again.',
      'wrong-document': 'This is not a passport with a chip. Please lay down your passport.',
      'taken-early': 'The passport was taken away too early. Lay it down again and leave it there.',
    },
  },
  take: {
    done: { heading: 'Please take your passport', lead: 'Reading is done. The next screen comes when you take it.' },
    again: { heading: 'Please take your passport for a moment', lead: 'It is read again after you have taken it.' },
    ended: { heading: 'Please take your passport', lead: 'Do not leave it behind.' },
  },
};
