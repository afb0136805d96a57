/**
 * The receipt printer by hand:
 *   node printing/receipt/cli.ts status HOST [PORT]
 *   node printing/receipt/cli.ts print HOST [PORT]     a receipt of an invented sale
 *   node printing/receipt/cli.ts picture               the same receipt as SVG
 *   node printing/receipt/cli.ts virtual [PORT]        a printer without paper, until Ctrl+C; faults by typing their name
 */
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { RECEIPT_FAULTS, startVirtualReceiptPrinter } from '../virtual/index.ts';
import { openReceiptPrinter, receiptConfigurationSchema, receiptToSvg } from './index.ts';
import { SYNTHETIC_RECEIPT } from './synthetic-receipt.ts';

function usage(): void {
  console.error('receipt-printer status HOST [PORT] | print HOST [PORT] | picture | virtual [PORT]');
  process.exitCode = 2;
}

async function talk(command: 'status' | 'print', host: string, port: string | undefined): Promise<void> {
  const configuration = v.safeParse(receiptConfigurationSchema, { host, ...(port && { port: Number(port) }) });
  if (!configuration.success) return usage();
  const printer = openReceiptPrinter(configuration.output);
  if (command === 'status') {
    const status = await printer.status();
    console.log(JSON.stringify(status));
    process.exitCode = status.kind === 'ready' ? 0 : 1;
  } else {
    const printed = await printer.print(SYNTHETIC_RECEIPT, {
      onEvent: (event) => console.log(JSON.stringify(event)),
    });
    console.log(printed.isOk() ? 'printed' : JSON.stringify(printed.error));
    process.exitCode = printed.isOk() ? 0 : 1;
  }
  await printer.close();
}

async function serve(port: number): Promise<void> {
  const printer = await startVirtualReceiptPrinter({ port });
  console.log(`${printer.host}:${printer.port}\ntype: ${RECEIPT_FAULTS.join(' | ')} (again: mended)`);
  printer.onReceipt((text) => console.log(`\n${text}\n`));
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const fault = RECEIPT_FAULTS.find((name) => name === line.trim());
    if (fault !== undefined) printer[printer.faults.includes(fault) ? 'clear' : 'raise'](fault);
  });
  process.once('SIGINT', () => {
    lines.close();
    printer.stop().catch(() => process.exit(1));
  });
}

const [command, first, second] = process.argv.slice(2);
if ((command === 'status' || command === 'print') && first !== undefined) await talk(command, first, second);
else if (command === 'picture') console.log(receiptToSvg(SYNTHETIC_RECEIPT).unwrapOr(''));
else if (command === 'virtual' && /^\d{0,5}$/.test(first ?? '')) await serve(Number(first ?? 0));
else usage();
