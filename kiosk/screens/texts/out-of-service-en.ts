/** What the machine says while it gives no service. */
import type { Texts } from './texts.ts';

const waitOrElsewhere = 'Please wait for a while, or use a machine in another store.';
const callStaff = 'Please call the staff.';

export const OUT_OF_SERVICE_EN: Texts['outOfService'] = {
  heading: 'Not in service just now',
  causes: {
    starting: { happened: 'The machine is getting ready.', next: 'Please wait a moment.' },
    restarting: { happened: 'The machine is restarting.', next: 'It will be back in a few minutes.' },
    maintenance: { happened: 'The machine is being checked.', next: 'Please wait for a while.' },
    'out-of-hours': { happened: 'The service is closed at this hour.', next: 'Please come back during service hours.' },
    'suspended-by-center': {
      happened: 'The issuing center has stopped the service for now.',
      next: 'Please try later, or go to your municipal office.',
    },
    'no-directive': {
      happened: 'The machine has no valid instructions from the issuing center.',
      next: waitOrElsewhere,
    },
    'line-down': { happened: 'The issuing center cannot be reached.', next: waitOrElsewhere },
    clock: { happened: 'The clock of the machine is wrong and must be checked.', next: waitOrElsewhere },
    'right-person': { happened: 'The service is stopped for a safety check.', next: waitOrElsewhere },
    'needs-staff-paper': { happened: 'There is no paper.', next: callStaff },
    'needs-staff-jam': { happened: 'The paper is jammed.', next: `Do not pull it out. ${callStaff}` },
    'needs-staff-cover': { happened: 'The printer cover is open.', next: callStaff },
    'needs-staff-toner': { happened: 'There is no toner.', next: callStaff },
    'needs-staff-printer': { happened: 'The printer needs attention.', next: callStaff },
    'needs-staff-receipt-roll': { happened: 'There is no paper for receipts.', next: callStaff },
    'needs-staff-receipt': { happened: 'The receipt printer needs attention.', next: callStaff },
    'needs-staff-reader': { happened: 'The card reader cannot be used.', next: callStaff },
    'needs-staff-coin-jam': { happened: 'A coin is jammed.', next: callStaff },
    'needs-staff-no-change': { happened: 'There are not enough coins for change.', next: callStaff },
    'needs-staff-coin-box': { happened: 'The coin slot cannot be used.', next: callStaff },
    'needs-staff-money': { happened: 'Some money could not be returned and must be checked.', next: callStaff },
    'needs-staff-card-left': {
      happened: 'A card was left on the reader.',
      next: 'If it is yours, please take it. If not, leave it there and call the staff.',
    },
    'needs-staff-paper-left': {
      happened: 'Paper was left in the tray.',
      next: 'If it is yours, please take it. If not, leave it there and call the staff.',
    },
  },
  hours: (from, to) => `Service hours ${from}–${to}`,
  refundOwed: (yen) =>
    `${yen.toLocaleString('en-US')} yen could not be returned. If it is yours, please call the staff.`,
  terminal: 'Terminal',
  build: 'Version',
  time: 'Time (Japan)',
};
