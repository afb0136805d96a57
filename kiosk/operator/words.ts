/**
 * The closed lists of the store operator's part: screens, texts, machine and log all derive from these. Every word names a
 * physical thing, money, or the terminal itself; none of them can say anything about a person.
 */

/** What can be wrong, most pressing first. Each has a guided recovery. */
export const OPERATOR_FAULTS = [
  'right-person',
  'stuck-visit',
  'card-left',
  'paper-left',
  'money-owed',
  'money-unsettled',
  'paper',
  'jam',
  'cover',
  'toner',
  'printer',
  'receipt-roll',
  'receipt-cover',
  'receipt-printer',
  'coin-jam',
  'no-change',
  'coin-box',
  'reader',
  'screens',
  'line',
  'clock',
] as const;
export type OperatorFault = (typeof OPERATOR_FAULTS)[number];

/** One act of a clerk's hands in a guided recovery. */
export const OPERATOR_STEPS = [
  // Page printer
  'open-tray',
  'load-paper',
  'close-tray',
  'open-cover',
  'pull-jammed-paper',
  'look-for-scraps',
  'change-toner',
  'close-cover',
  'keep-sheets-apart',
  'switch-printer-off-and-on',
  // Receipt printer
  'open-receipt-cover',
  'change-receipt-roll',
  'close-receipt-cover',
  'switch-receipt-printer-off-and-on',
  // Coin box
  'open-coin-door',
  'clear-coins',
  'fill-change',
  'close-coin-door',
  'check-coin-box-cable',
  'check-cashless-cable',
  // Reader
  'clear-reader',
  'check-reader-cable',
  // Line and terminal
  'check-line-cable',
  'check-router-lamp',
  'call-center',
  'wait-for-center',
  'restart-terminal',
  // What somebody left
  'take-card-out',
  'take-paper-out',
  'do-not-read-or-destroy',
] as const;
export type OperatorStep = (typeof OPERATOR_STEPS)[number];

/** What a clerk can do besides a recovery. */
export const OPERATOR_TASKS = [
  'reset-visit',
  'test-print',
  'readiness',
  'left-card',
  'left-paper',
  'settle-money',
  'maintenance-on',
  'maintenance-off',
  'restart',
  'export-log',
] as const;
export type OperatorTask = (typeof OPERATOR_TASKS)[number];

export const OPERATOR_QUESTIONS = [
  'why-reset',
  'sure-to-reset',
  'is-the-test-page-good',
  'what-about-the-card',
  'what-about-the-paper',
  'is-the-money-paid',
  'sure-to-restart',
] as const;
export type OperatorQuestion = (typeof OPERATOR_QUESTIONS)[number];

export const OPERATOR_ANSWERS = [
  'yes',
  'no',
  // Why a visit is reset
  'resident-left',
  'resident-asked',
  'screen-frozen',
  'card-stuck',
  'other-reason',
  // How the test page came out
  'page-good',
  'page-pale',
  'page-stained',
  'page-skewed',
  'no-page',
  // What became of a card or a sheet (P7b: evidence is kept, never destroyed)
  'kept-for-owner',
  'kept-for-municipality',
  'returned-to-owner',
  'nothing-found',
] as const;
export type OperatorAnswer = (typeof OPERATOR_ANSWERS)[number];

export const OPERATOR_RESULTS = [
  'fixed',
  'still-wrong',
  'done',
  'printed-good',
  'printed-bad',
  'not-printed',
  'refused-now',
  'failed',
  'call-center',
] as const;
export type OperatorResult = (typeof OPERATOR_RESULTS)[number];

/** The readiness report: what must be right for the next resident. */
export const READINESS_ITEMS = [
  'directive',
  'line',
  'clock',
  'reader',
  'page-printer',
  'paper',
  'toner',
  'receipt-printer',
  'receipt-roll',
  'coin-box',
  'change',
  'cashless',
  'money-settled',
  'nothing-left-behind',
  'visit-process',
  'event-log',
] as const;
export type ReadinessItem = (typeof READINESS_ITEMS)[number];

export const READINESS_MARKS = ['good', 'soon', 'bad', 'unknown', 'not-fitted'] as const;
export type ReadinessMark = (typeof READINESS_MARKS)[number];
