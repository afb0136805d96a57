/** The words of everything that makes the screens usable for everybody, in English. */
import type { GuideTexts } from './guide-texts.ts';

export const GUIDE_EN: GuideTexts = {
  details: {
    largeText: 'Makes all text larger.',
    highContrast: 'Bright text on a black screen.',
    slowPace: 'Doubles every time limit.',
    lowControls: 'Puts every button in the lower half.',
    spokenGuidance: 'Headphones read the screen; use the number keys.',
  },
  lead: 'You can change these at any time. They are reset for the next person.',
  close: 'Close',
  fee: 'Fee',
  hours: 'Hours',
  notThisPin: 'Not the 4 digits for user certification',
  wake: 'Touch the screen',
  working: 'Working',
  stillWorking: 'Still working. Please wait.',
  choice: (number, label) => `${number}: ${label}.`,
  keysChoose: 'Press a number to choose.',
  keysType: 'Type with the number keys. Clear takes one digit away.',
  keysMove:
    'Plus and minus move, Enter presses, Clear goes back. The star key repeats this. The slash key opens the help.',
  nothingToPress: 'There is nothing to press.',
  unavailable: (label) => `Not available: ${label}.`,
};
