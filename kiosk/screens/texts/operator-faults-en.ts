/** What a clerk is shown of faults, of the state of the devices, and of what will be needed soon. */
import type { SupplyWarning } from '../../../server-bridge/protocol/index.ts';
import type { OutOfServiceCause } from '../../snapshot.ts';
import type { DeviceTexts, OperatorTexts } from './operator-texts.ts';

export const OPERATOR_FAULTS_EN: OperatorTexts['faults'] = {
  'right-person': {
    name: 'A certificate may be somebody else’s',
    meaning: 'Keep any paper that came out. Do not read, tear or throw it away.',
  },
  'stuck-visit': { name: 'A visit stands still', meaning: 'First see whether somebody is at the machine.' },
  'card-left': { name: 'A card was left', meaning: 'Look at the card reader.' },
  'paper-left': { name: 'Paper was left', meaning: 'Look at the paper tray. Do not read the paper.' },
  'money-owed': { name: 'Money is owed to somebody', meaning: 'Record it when you have paid it back.' },
  'money-unsettled': { name: 'A payment is not finished', meaning: 'It ends by itself once its machine answers.' },
  paper: { name: 'No paper', meaning: 'Put in A4 paper.' },
  jam: { name: 'Paper is jammed', meaning: 'Open the cover and take it out.' },
  cover: { name: 'The printer cover is open', meaning: 'Close it.' },
  toner: { name: 'No toner', meaning: 'Put in a new one.' },
  printer: { name: 'The printer does not work', meaning: 'Switch it off and on.' },
  'receipt-roll': { name: 'No receipt paper', meaning: 'Put in a new roll.' },
  'receipt-cover': { name: 'The receipt printer is open', meaning: 'Close it.' },
  'receipt-printer': { name: 'The receipt printer does not work', meaning: 'Switch it off and on.' },
  'coin-jam': { name: 'A coin is jammed', meaning: 'Open the door and take it out.' },
  'no-change': { name: 'Not enough coins for change', meaning: 'Add coins.' },
  'coin-box': { name: 'The coin box does not work', meaning: 'Check its cable and power.' },
  reader: { name: 'The card reader does not work', meaning: 'Check the reader and its cable.' },
  screens: { name: 'The screen does not answer', meaning: 'Restart the machine.' },
  line: { name: 'No connection', meaning: 'Check the cable and the network box.' },
  clock: { name: 'The clock is wrong', meaning: 'Call the center.' },
};

export const OPERATOR_WARNINGS_EN: Record<SupplyWarning, string> = {
  'paper-low': 'Paper will run out soon',
  'toner-low': 'Toner will run out soon',
  'receipt-roll-low': 'Receipt paper will run out soon',
  'change-low': 'Coins for change will run out soon',
  'coins-nearly-full': 'The coin box will be full soon',
};

const absent = 'No answer';
const unknown = 'Checking';
const attention = 'Needs a look';
const ready = 'Ready';
const notFitted = 'Not fitted';

export const DEVICES_EN: DeviceTexts = {
  cardReader: {
    name: 'Card reader',
    conditions: { empty: 'Ready (no card)', occupied: 'A card is on it', absent, unknown },
  },
  pagePrinter: {
    name: 'Printer',
    conditions: {
      ready,
      paper: 'No paper',
      jam: 'Paper jam',
      cover: 'Cover open',
      toner: 'No toner',
      attention,
      absent,
      unknown,
    },
  },
  receiptPrinter: {
    name: 'Receipt printer',
    conditions: { ready, paper: 'No paper', cover: 'Cover open', attention, absent, unknown },
  },
  coinBox: {
    name: 'Coin box',
    conditions: { ready, 'no-change': 'No change', 'coin-jam': 'Coin jam', attention, absent, unknown },
  },
  cashless: { name: 'Cashless terminal', conditions: { ready, attention, absent, 'not-fitted': notFitted, unknown } },
  keySwitch: {
    name: 'Key switch',
    conditions: { locked: 'Locked', open: 'Open', absent, 'not-fitted': notFitted, unknown },
  },
  screens: { name: 'Screen', conditions: { ready, absent } },
};

/** Why there is no service, in the fewest words. */
export const CLOSED_BRIEFLY_EN: Record<OutOfServiceCause, string> = {
  starting: 'getting ready',
  restarting: 'restarting',
  maintenance: 'maintenance',
  'out-of-hours': 'outside service hours',
  'suspended-by-center': 'stopped by the center',
  'no-directive': 'no instructions from the center',
  'line-down': 'no connection',
  clock: 'clock wrong',
  'right-person': 'stopped for safety',
  'needs-staff-paper': 'no paper',
  'needs-staff-jam': 'paper jam',
  'needs-staff-cover': 'printer cover',
  'needs-staff-toner': 'no toner',
  'needs-staff-printer': 'printer',
  'needs-staff-receipt-roll': 'no receipt paper',
  'needs-staff-receipt': 'receipt printer',
  'needs-staff-reader': 'card reader',
  'needs-staff-coin-jam': 'coin jam',
  'needs-staff-no-change': 'no change',
  'needs-staff-coin-box': 'coin box',
  'needs-staff-money': 'money owed',
  'needs-staff-card-left': 'card left behind',
  'needs-staff-paper-left': 'paper left behind',
};
