/** Paper, faults and the line of the virtual receipt printer. */
import type { BenchCommand } from '../messages/commands.ts';
import type { Hands } from './hands.ts';
import type { Note } from './note-list.ts';

export type ReceiptPrinterCommand = Extract<
  BenchCommand,
  { kind: 'set-receipt-printer-fault' | 'set-receipt-printer-line' }
>;

export async function actAtReceiptPrinter(
  command: ReceiptPrinterCommand,
  { devices: { receiptPrinter }, levers }: Hands,
): Promise<Note> {
  switch (command.kind) {
    case 'set-receipt-printer-fault':
      if (command.present) receiptPrinter.raise(command.fault);
      else receiptPrinter.clear(command.fault);
      return command.present
        ? { en: `Receipt printer: ${command.fault}`, ja: 'レシートプリンターに異常が起きました' }
        : { en: `Receipt printer: ${command.fault} cleared`, ja: 'レシートプリンターを直しました' };
    case 'set-receipt-printer-line':
      await receiptPrinter.setLine(command.mode);
      levers.receiptPrinterLine = command.mode;
      return { en: `Receipt printer line: ${command.mode}`, ja: 'レシートプリンターの通信を変えました' };
    default: {
      const never: never = command;
      throw new Error(`unknown command ${String(never)}`);
    }
  }
}
