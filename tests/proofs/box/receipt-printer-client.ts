/** A receipt printer by script: ready, or not; a receipt takes half a second. */
import { err, ok } from 'neverthrow';
import type { ReceiptPrinter, ReceiptPrinterStatus } from '../../../printing/index.ts';
import { after, type Generation } from './generation.ts';

export type ReceiptMachine = { isReady: boolean; receipts: number };

const RECEIPT_MS = 500;

export function receiptPrinterClient(machine: ReceiptMachine, generation: Generation): ReceiptPrinter {
  const status = (): ReceiptPrinterStatus =>
    machine.isReady ? { kind: 'ready', paperNearEnd: false } : { kind: 'attention', cause: 'paper' };
  return {
    status: () => generation.gets(Promise.resolve(status())),
    print: () =>
      generation.gets(
        after(RECEIPT_MS).then(() => {
          if (!machine.isReady) return err({ kind: 'attention', cause: 'paper', mayHavePrinted: false } as const);
          machine.receipts += 1;
          return ok();
        }),
      ),
    close: async () => {},
  };
}
