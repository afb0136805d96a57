/** What a clerk does with the hands in a recovery; shown one at a time, in order. */
import type { OperatorStep } from '../../snapshot.ts';
import type { StepText } from './operator-texts.ts';

export const OPERATOR_STEPS_EN: Record<OperatorStep, StepText> = {
  'open-tray': {
    title: 'Pull out the paper tray',
    detail: 'It is at the bottom of the printer. Pull it until it stops.',
  },
  'load-paper': {
    title: 'Put in paper',
    detail: 'Use A4 copy paper. Do not fill it above the line. Make the edges even.',
  },
  'close-tray': { title: 'Close the tray', detail: 'Push it straight in until it stops.' },
  'open-cover': {
    title: 'Open the printer cover',
    detail: 'Pull the front cover towards you. Some parts inside are hot. Do not touch them.',
  },
  'pull-jammed-paper': {
    title: 'Pull out the jammed paper',
    detail: 'Pull slowly and straight, with both hands. Keep the printed side down and do not read it.',
  },
  'look-for-scraps': {
    title: 'Look for scraps of paper',
    detail: 'Take out the small ones too. Do not throw them away. Keep them with the jammed paper.',
  },
  'change-toner': {
    title: 'Change the toner',
    detail: 'Pull out the old one. Push the new one in as far as it goes.',
  },
  'close-cover': { title: 'Close the printer cover', detail: 'Push until it clicks.' },
  'keep-sheets-apart': {
    title: 'Put the paper you took out into an envelope',
    detail: 'Do not read it, tear it or throw it away. Close the envelope and lock it away.',
  },
  'switch-printer-off-and-on': {
    title: 'Switch the printer off and on',
    detail: 'Switch it off, count to ten, switch it on. It needs about a minute.',
  },
  'open-receipt-cover': { title: 'Open the receipt printer', detail: 'Press the catch and the cover lifts.' },
  'change-receipt-roll': {
    title: 'Change the receipt roll',
    detail: 'Take out the empty core. Put in a new roll and leave its end sticking out a little.',
  },
  'close-receipt-cover': {
    title: 'Close the receipt printer',
    detail: 'Leave the end of the paper outside. Press both corners down.',
  },
  'switch-receipt-printer-off-and-on': {
    title: 'Switch the receipt printer off and on',
    detail: 'Switch it off, count to ten, switch it on.',
  },
  'open-coin-door': { title: 'Open the door of the coin box', detail: 'Use the key of the coin box.' },
  'clear-coins': {
    title: 'Take out the jammed coins',
    detail: 'Take them out of the coin path and put them in the tray below the slot. Count them and note the sum.',
  },
  'fill-change': {
    title: 'Add coins for change',
    detail: 'Put each kind of coin into its own tube. Do not fill it above the line.',
  },
  'close-coin-door': { title: 'Close the door of the coin box', detail: 'Close it and lock it.' },
  'check-coin-box-cable': {
    title: 'Check the cable of the coin box',
    detail: 'If it is loose, push it in. See that the power lamp is on.',
  },
  'check-cashless-cable': {
    title: 'Check the cable of the cashless terminal',
    detail: 'If it is loose, push it in. See that the power lamp is on.',
  },
  'clear-reader': {
    title: 'Clear the card reader',
    detail: 'Take away anything that lies on it. Wipe it with a dry cloth.',
  },
  'check-reader-cable': {
    title: 'Check the cable of the card reader',
    detail: 'Pull it out, count to ten, and push it in again.',
  },
  'check-line-cable': {
    title: 'Check the network cable',
    detail: 'Push both ends in: at the back of the machine and at the network box.',
  },
  'check-router-lamp': {
    title: 'Look at the lamp of the network box',
    detail: 'If it is off or red, switch the box off, count to ten, switch it on.',
  },
  'call-center': {
    title: 'Call the issuing center',
    detail: 'Its phone number and the terminal number are on the label of this machine. Say what you see.',
  },
  'wait-for-center': {
    title: 'Wait for the center',
    detail: 'The center checks and opens the service again. Please leave the machine alone until then.',
  },
  'restart-terminal': {
    title: 'Restart the machine',
    detail: 'Go to the list and touch “Restart the machine”. It takes about two minutes.',
  },
  'take-card-out': {
    title: 'Take the card off the reader',
    detail: 'Do not look at its number. Put it face down into an envelope.',
  },
  'take-paper-out': {
    title: 'Take the paper out of the tray',
    detail: 'Take all of it, printed side down. Count the sheets, but do not read them.',
  },
  'do-not-read-or-destroy': {
    title: 'Do not read, tear or throw away the paper',
    detail: 'It is somebody’s certificate. Close it in an envelope and lock it away until the municipality takes it.',
  },
};
