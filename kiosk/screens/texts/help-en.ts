/** How each screen of a visit is used; one sentence says one thing. */
import type { HelpTexts } from './texts.ts';

const wait = 'Please stay in front of the machine.';

export const HELP_EN: HelpTexts = {
  open: 'Help',
  heading: 'How to use this screen',
  close: 'Close',
  staff: 'If the machine does not work, call the staff. Tell nobody your PIN, not even the staff.',
  screens: {
    menu: ['Touch the button of the certificate you want.', 'The price is written on it.'],
    terms: ['Touch “Down” to read on.', 'If you agree, touch “I agree”.', 'If not, touch “Stop”. You pay nothing.'],
    'lay-card': [
      'Lay your My Number card flat in the middle of the reader.',
      'Take it out of its case first.',
      'Leave it there until you are asked to take it.',
    ],
    'checking-card': ['Your card is being checked.', 'Please do not touch it.'],
    kind: [
      'For use within Japan only, choose “For Japan only”.',
      'For use abroad too, choose “For use abroad and in Japan”. It needs your passport details.',
    ],
    pin: [
      'Enter the 4 digits you chose when you received your card.',
      '“Erase” takes back one digit.',
      'The PIN is checked as soon as you have entered 4 digits.',
      'If you have forgotten it, touch “Stop”. Your municipal office can set a new one.',
    ],
    'last-try': ['One more wrong entry locks the PIN.', 'If you are not sure, touch “Stop”. You pay nothing.'],
    'reading-card': ['Your card is being read.', 'Please do not touch it.'],
    'take-card': ['Please take your card.', 'The next screen comes when you have taken it.'],
    municipality: [
      'Choose where you were registered on the day of vaccination. It may not be where you live now.',
      'Choose the prefecture, then the first letter, then the name.',
      'Where it says “Not available”, please apply at the office of that municipality.',
    ],
    applying: ['Your vaccination is being looked up at the municipality.', wait],
    'scan-passport': ['Open your passport at the page with your photo.', 'Lay the page face down on the reader.'],
    'lay-passport': ['Close your passport.', 'Lay it flat on the reader you used for the card.'],
    'reading-passport': ['Your passport is being read.', 'Please do not touch it.'],
    'take-passport': ['Please take your passport.', 'The next screen comes when you have taken it.'],
    preview: [
      'What you see here is what will be printed.',
      'If it is long, touch “Down” to read on.',
      'If something is wrong, touch “Stop”. You pay nothing. Only your municipality can correct it.',
    ],
    copies: ['The two buttons change the number of copies.', 'Then touch “Go on”.'],
    confirm: [
      'Check the kind, the municipality, the copies and the price.',
      'After payment it cannot be cancelled or refunded.',
      'To change something, touch “Back”.',
    ],
    'take-card-first': ['A card is still on the reader.', 'Take it to go on.'],
    payment: [
      'Put coins into the slot one by one. Notes cannot be used.',
      'To pay without cash, hold your card or phone to the touch point.',
      'If printing fails, your money is returned.',
    ],
    'returning-money': ['Please take the money from the return slot.', 'If some is missing, call the staff.'],
    printing: ['Your certificate is being printed.', wait],
    'printer-attention': [
      'Please call the staff. They mend the printer.',
      'You need not show them your certificate.',
      'Printing goes on afterwards. If it cannot, your money is returned.',
    ],
    'take-paper': ['Take all of your certificate out of the tray.', 'Then touch “I have taken it”.'],
    misprint: [
      'A member of the staff enters the staff code.',
      'It is not your PIN. Please do not enter your PIN here.',
      'Touch “Back” to return.',
    ],
    receipt: ['Take your receipt and your change.', '“Finish” leads to the first screen.'],
    goodbye: ['Your visit is over.', 'Please see that you have your card and your paper.'],
    refused: [
      'It says what happened and what to do next.',
      '“Finish” leads to the first screen. You can try again from the beginning.',
    ],
  },
};
