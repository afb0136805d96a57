/** What the devices do not tell about themselves: the positions of the levers, as the workbench turned them. */
import type { BenchState } from '../messages/state.ts';

export type Levers = {
  readerPlugged: boolean;
  coinBoxConnected: boolean;
  cashlessConnected: boolean;
  cannotPayOut: boolean;
  pagePrinterLine: BenchState['pagePrinter']['line'];
  receiptPrinterLine: BenchState['receiptPrinter']['line'];
};

export function leversAtRest(): Levers {
  return {
    readerPlugged: true,
    coinBoxConnected: true,
    cashlessConnected: true,
    cannotPayOut: false,
    pagePrinterLine: 'normal',
    receiptPrinterLine: 'normal',
  };
}
