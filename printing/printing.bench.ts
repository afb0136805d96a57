/** What talking to the printers costs, without the time of the printing itself: the virtual printers stand for the wire. */
import { randomBytes } from 'node:crypto';
import { PDFDocument } from '@cantoo/pdf-lib';
import { openPagePrinter, openReceiptPrinter, testPage } from './index.ts';
import { SYNTHETIC_RECEIPT } from './receipt/synthetic-receipt.ts';
import { startVirtualPagePrinter, startVirtualReceiptPrinter } from './virtual/index.ts';

/** `floor`: the slowest value that is still right; a figure above it is a regression. */
export type BenchFigure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly floor?: number;
};

const ROUNDS = 40;
const WARM_UP_ROUNDS = 5;
/** As large as a certificate with its fonts and ground. */
const CERTIFICATE_BYTES = 210_000;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function medianMs(round: () => Promise<number>): Promise<number> {
  for (let index = 0; index < WARM_UP_ROUNDS; index += 1) await round();
  const values: number[] = [];
  for (let index = 0; index < ROUNDS; index += 1) values.push(await round());
  return median(values);
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await action();
  return performance.now() - startedMs;
}

/** A whole PDF of about this size. */
async function pageOfSize(sizeBytes: number): Promise<Uint8Array> {
  const document = await PDFDocument.load(testPage());
  await document.attach(randomBytes(sizeBytes), 'weight');
  return await document.save();
}

export async function benchPrinting(): Promise<BenchFigure[]> {
  const virtualPage = await startVirtualPagePrinter({ sheetMs: 1 });
  const virtualReceipt = await startVirtualReceiptPrinter();
  const page = openPagePrinter({ uri: virtualPage.uri }, { delays: { jobPollMs: 2 } });
  const receipt = openReceiptPrinter({ host: virtualReceipt.host, port: virtualReceipt.port });
  const pdf = await pageOfSize(CERTIFICATE_BYTES);
  try {
    const pollMs = await medianMs(() => timed(() => page.status()));
    const acceptedMs = await medianMs(async () => {
      const startedMs = performance.now();
      let accepted = 0;
      const onEvent = (event: { kind: string }) => {
        if (event.kind === 'accepted') accepted = performance.now() - startedMs;
      };
      const printed = await page.print(pdf, { pages: 1, onEvent });
      if (printed.isErr()) throw new Error(`not printed: ${printed.error.kind}`);
      return accepted;
    });
    const receiptMs = await medianMs(() => timed(() => receipt.print(SYNTHETIC_RECEIPT)));
    return [
      { name: 'page printer: one look at its state', value: pollMs, unit: 'ms', floor: 50 },
      { name: 'page printer: from the call to the accepted job, 210 kB', value: acceptedMs, unit: 'ms', floor: 250 },
      { name: 'receipt: rendered, sent, confirmed', value: receiptMs, unit: 'ms', floor: 250 },
    ];
  } finally {
    await page.close();
    await receipt.close();
    await virtualPage.stop();
    await virtualReceipt.stop();
  }
}

/** Some minutes long: asked for by name only. */
export { benchPrintingLong } from './certificate/certificate.bench.ts';
