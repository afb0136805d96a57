/** What the machine says while it gives no service. */
import type { Texts } from './texts.ts';

const staffAware = 'Please wait for a while, or use a machine in another store.';
const callStaff = 'Please call the staff.';

export const OUT_OF_SERVICE_EN: Texts['outOfService'] = {
  heading: 'Not in service just now',
  causes: {
    starting: { happened: 'The machine is getting ready.', next: 'Please wait a moment.' },
    'out-of-hours': { happened: 'The service is closed at this hour.', next: 'Please come back during service hours.' },
    'suspended-by-center': {
      happened: 'The issuing center has stopped the service for now.',
      next: 'Please try later, or go to your municipal office.',
    },
    'no-directive': { happened: 'The issuing center cannot be reached.', next: staffAware },
    'needs-staff-paper': { happened: 'There is no paper.', next: callStaff },
    'needs-staff-printer': { happened: 'The printer needs attention.', next: callStaff },
    'needs-staff-receipt': { happened: 'The receipt printer needs attention.', next: callStaff },
    'needs-staff-reader': { happened: 'The card reader cannot be used.', next: callStaff },
    'needs-staff-coin-box': { happened: 'The coin slot cannot be used.', next: callStaff },
    'needs-staff-card-left': {
      happened: 'A card was left on the reader.',
      next: 'If it is yours, please take it. If not, leave it there and call the staff.',
    },
    'needs-staff-paper-left': {
      happened: 'Paper was left in the tray.',
      next: 'If it is yours, please take it. If not, leave it there and call the staff.',
    },
    'right-person': { happened: 'The service is stopped for a safety check.', next: staffAware },
    clock: { happened: 'The clock of the machine must be checked.', next: staffAware },
  },
  hours: (from, to) => `Service hours ${from}–${to}`,
  refundOwed: (yen) =>
    `${yen.toLocaleString('en-US')} yen could not be returned. If it is yours, please call the staff.`,
  terminal: 'Terminal',
  build: 'Version',
  time: 'Time (Japan)',
};
