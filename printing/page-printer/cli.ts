/**
 * The page printer by hand:
 *   node printing/page-printer/cli.ts status URI [CERTIFICATE.pem]
 *   node printing/page-printer/cli.ts watch URI [CERTIFICATE.pem]        every change of its status, until Ctrl+C
 *   node printing/page-printer/cli.ts qualify URI [CERTIFICATE.pem]      whether it can print certificates at all
 *   node printing/page-printer/cli.ts clear URI [CERTIFICATE.pem]        takes back every job that is open in it
 *   node printing/page-printer/cli.ts print FILE.pdf|test URI [CERTIFICATE.pem]
 *   node printing/page-printer/cli.ts virtual [PORT]      a printer without paper, until Ctrl+C; faults by typing their name
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { PDFDocument } from '@cantoo/pdf-lib';
import * as v from 'valibot';
import { PAGE_FAULTS, startVirtualPagePrinter } from '../virtual/index.ts';
import { openPagePrinter, PagePrinterConfigurationSchema, testPage } from './index.ts';

const USAGE =
  'status|watch|qualify|clear URI [CERTIFICATE.pem] | print FILE.pdf|test URI [CERTIFICATE.pem] | virtual [PORT]';
/** An office printer, so that there is time to open its cover. */
const VIRTUAL_SHEET_MS = 2_500;

async function open(uri: string, certificateFile: string | undefined) {
  const certificatePem =
    certificateFile === undefined ? {} : { certificatePem: await readFile(certificateFile, 'utf8') };
  const configuration = v.safeParse(PagePrinterConfigurationSchema, { uri, ...certificatePem });
  if (!configuration.success) return usage();
  return openPagePrinter(certificateFile === undefined ? { uri } : { uri, ...certificatePem });
}

function usage(): undefined {
  console.error(`page-printer ${USAGE}`);
  process.exitCode = 2;
}

async function showStatus(uri: string, certificateFile: string | undefined): Promise<void> {
  const printer = await open(uri, certificateFile);
  if (printer === undefined) return;
  const status = await printer.status();
  console.log(JSON.stringify(status));
  process.exitCode = status.kind === 'ready' ? 0 : 1;
  await printer.close();
}

async function watch(uri: string, certificateFile: string | undefined): Promise<void> {
  const printer = await open(uri, certificateFile);
  if (printer === undefined) return;
  printer.watch((status) => console.log(JSON.stringify(status)));
  process.once('SIGINT', () => {
    printer.close().catch(() => process.exit(1));
  });
}

async function qualify(uri: string, certificateFile: string | undefined): Promise<void> {
  const printer = await open(uri, certificateFile);
  if (printer === undefined) return;
  const qualified = await printer.qualify();
  console.log(qualified.isOk() ? 'qualified' : JSON.stringify(qualified.error));
  process.exitCode = qualified.isOk() ? 0 : 1;
  await printer.close();
}

/** The status afterwards tells whether it helped. */
async function clear(uri: string, certificateFile: string | undefined): Promise<void> {
  const printer = await open(uri, certificateFile);
  if (printer === undefined) return;
  await printer.cancelOpenJobs();
  await printer.close();
  await showStatus(uri, certificateFile);
}

async function print(file: string, uri: string, certificateFile: string | undefined): Promise<void> {
  const printer = await open(uri, certificateFile);
  if (printer === undefined) return;
  const pdf = file === 'test' ? testPage() : await readFile(file);
  const pages = (await PDFDocument.load(pdf, { updateMetadata: false })).getPageCount();
  const giveUp = new AbortController();
  process.once('SIGINT', () => giveUp.abort());
  const onEvent = (event: object) => console.log(JSON.stringify(event));
  const printed = await printer.print(pdf, { pages, signal: giveUp.signal, onEvent });
  console.log(JSON.stringify(printed.isOk() ? printed.value : printed.error));
  process.exitCode = printed.isOk() ? 0 : 1;
  await printer.close();
}

async function serve(port: number): Promise<void> {
  const printer = await startVirtualPagePrinter({ port, sheetMs: VIRTUAL_SHEET_MS });
  console.log(`${printer.uri}\ntype: ${PAGE_FAULTS.join(' | ')} (again: mended) | load | take | restart`);
  printer.onEvent((event) => console.log(JSON.stringify(event)));
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const word = line.trim();
    const fault = PAGE_FAULTS.find((name) => name === word);
    if (fault !== undefined) printer[printer.faults.includes(fault) ? 'clear' : 'raise'](fault);
    else if (word === 'load') printer.loadPaper();
    else if (word === 'take') printer.takePaper();
    else if (word === 'restart') printer.restart();
  });
  process.once('SIGINT', () => {
    lines.close();
    printer.stop().catch(() => process.exit(1));
  });
}

const [command, first, second, third] = process.argv.slice(2);
if (command === 'status' && first !== undefined) await showStatus(first, second);
else if (command === 'watch' && first !== undefined) await watch(first, second);
else if (command === 'qualify' && first !== undefined) await qualify(first, second);
else if (command === 'clear' && first !== undefined) await clear(first, second);
else if (command === 'print' && first !== undefined && second !== undefined) await print(first, second, third);
else if (command === 'virtual' && /^\d{0,5}$/.test(first ?? '')) await serve(Number(first ?? 0));
else usage();
