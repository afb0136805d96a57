import { err, ok, type Result } from 'neverthrow';
import {
  ERROR_CAUSE,
  OFFLINE_CAUSE,
  PAPER_SENSOR,
  PRINTER_STATUS,
  type RealTimeStatus,
  readStatusByte,
  realTimeStatusRequest,
} from './escpos-status.ts';
import type { ReceiptConnection } from './receipt-connection.ts';
import type { ReceiptAttentionCause, ReceiptLineError, ReceiptPrinterStatus } from './receipt-printer.ts';

/** The four real-time questions, one after the other, and what they mean together. */
export async function askStatus(
  connection: ReceiptConnection,
  limitMs: number,
): Promise<Result<ReceiptPrinterStatus, ReceiptLineError>> {
  const bytes: number[] = [];
  for (const question of [1, 2, 3, 4] satisfies RealTimeStatus[]) {
    connection.write(realTimeStatusRequest(question));
    const answer = await connection.readByte('real-time', limitMs);
    if (answer.isErr()) return err(answer.error);
    bytes.push(answer.value);
  }
  const [printerByte = 0, offlineByte = 0, errorByte = 0, paperByte = 0] = bytes;
  const printer = readStatusByte(PRINTER_STATUS, printerByte);
  const offline = readStatusByte(OFFLINE_CAUSE, offlineByte);
  const error = readStatusByte(ERROR_CAUSE, errorByte);
  const paper = readStatusByte(PAPER_SENSOR, paperByte);
  if (printer.isErr()) return err(printer.error);
  if (offline.isErr()) return err(offline.error);
  if (error.isErr()) return err(error.error);
  if (paper.isErr()) return err(paper.error);
  const attention = (cause: ReceiptAttentionCause) => ok<ReceiptPrinterStatus>({ kind: 'attention', cause });
  if (offline.value.has('coverOpen')) return attention('cover');
  if (paper.value.has('end') || offline.value.has('paperEndStop')) return attention('paper');
  if (error.value.has('cutter')) return attention('cutter');
  if (error.value.size > 0 || offline.value.has('error') || printer.value.has('offline')) return attention('other');
  return ok({ kind: 'ready', paperNearEnd: paper.value.has('nearEnd') });
}
