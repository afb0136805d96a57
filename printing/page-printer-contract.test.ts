import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'vitest';
import { BENCH_DELAYS } from './page-printer/bench-printer.ts';
import { openPagePrinter, type PagePrinter } from './page-printer/index.ts';
import { PAGE_PRINTER_CONTRACT, type PagePrinterRig } from './page-printer-contract.ts';
import { startIppEvePrinter, startVirtualPagePrinter } from './virtual/index.ts';

type StoppableRig = PagePrinterRig & { stop(): Promise<void> };

const delays = { ...BENCH_DELAYS, requestLimitMs: 1_000, jobPollMs: 20 };

function clients(uri: string) {
  const opened: PagePrinter[] = [];
  const open = () => {
    const printer = openPagePrinter({ uri }, { delays });
    opened.push(printer);
    return printer;
  };
  return { open, close: () => Promise.all(opened.map((printer) => printer.close())) };
}

async function virtualRig(): Promise<StoppableRig> {
  const virtual = await startVirtualPagePrinter({ keep: true, sheetMs: 30 });
  const { open, close } = clients(virtual.uri);
  /** Waits for the next job to begin, then pulls the lever. */
  const atNextJob = (lever: () => void) => {
    const stop = virtual.onEvent((event) => {
      if (event.kind !== 'job' || event.state !== 'processing') return;
      stop();
      lever();
    });
  };
  return {
    open,
    loadA4: async () => virtual.loadPaper(),
    emptyTray: async () => virtual.loadPaper(0),
    loadLetter: async () => virtual.loadPaper(250, 'letter'),
    holdNextJob: async () => virtual.holdSheets(true),
    releaseJob: async () => virtual.holdSheets(false),
    jamNextJob: async () => atNextJob(() => virtual.raise('jam')),
    mendJam: async () => virtual.clear('jam'),
    abortNextJob: async () => virtual.abortNextSheet(),
    hang: () => virtual.setLine('hung'),
    resume: () => virtual.setLine('normal'),
    printed: async (jobId) => virtual.printed.find((document) => document.jobId === jobId)?.pdf ?? new Uint8Array(),
    async stop() {
      await close();
      await virtual.stop();
    },
  };
}

async function ippEveRig(): Promise<StoppableRig> {
  const directory = await mkdtemp(join(tmpdir(), 'ippeve-'));
  const started = await startIppEvePrinter({ directory });
  if (started.isErr()) throw new Error(`ippeveprinter: ${JSON.stringify(started.error)}`);
  const printer = started.value;
  await printer.setScenario([{ verb: 'print' }, { verb: 'keep' }]);
  const { open, close } = clients(printer.uri);
  return {
    open,
    loadA4: () => printer.loadA4(),
    emptyTray: () => printer.loadA4(0),
    loadLetter: () => printer.loadLetter(),
    holdNextJob: () => printer.setScenario([{ verb: 'wait' }, { verb: 'print' }]),
    releaseJob: () => printer.release(),
    jamNextJob: () =>
      printer.setScenario([
        { verb: 'state', change: '+media-jam' },
        { verb: 'wait' },
        { verb: 'state', change: '-media-jam' },
        { verb: 'print' },
      ]),
    mendJam: () => printer.release(),
    abortNextJob: () => printer.setScenario([{ verb: 'fail' }]),
    hang: async () => printer.hang(),
    resume: async () => printer.resume(),
    printed: (jobId) => printer.printed(jobId),
    async stop() {
      await close();
      await printer.stop();
      await rm(directory, { recursive: true });
    },
  };
}

describe.each([
  { name: 'virtual page printer', start: virtualRig },
  { name: 'ippeveprinter', start: ippEveRig },
])('page printer contract: $name', ({ start }) => {
  let rig: StoppableRig;
  beforeEach(async () => {
    rig = await start();
  });
  afterEach(() => rig.stop());
  test.each(PAGE_PRINTER_CONTRACT)('$name', ({ check }) => check(rig));
});
