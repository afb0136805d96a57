/** The cashless terminal on the line. */
export {
  CASHLESS_DELAYS,
  type CashlessDelays,
  type CashlessTerminal,
  openCashlessTerminal,
} from './open-cashless-terminal.ts';
