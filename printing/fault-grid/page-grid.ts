/** Every fault of a page printer at every phase of a job of three sheets, played on the virtual printer. */
import { setTimeout as delay } from 'node:timers/promises';
import { mayHavePrinted, openPagePrinter, type PagePrinter, testPage } from '../page-printer/index.ts';
import { startVirtualPagePrinter, type VirtualPagePrinter } from '../virtual/index.ts';
import type { GridCell, Outcome } from './outcome.ts';

const SHEETS = 3;

export const PAGE_PHASES = [
  'before sending',
  'while sending',
  'accepted',
  'first sheet',
  'between sheets',
  'after last sheet',
  'before confirmation',
] as const;
export type PagePhase = (typeof PAGE_PHASES)[number];

type Bench = { readonly virtual: VirtualPagePrinter; readonly giveUp: AbortController };
type Fault = {
  readonly name: string;
  readonly strike: (bench: Bench) => void;
  /** How somebody ends it; a fault without it strikes once and leaves nothing to mend. */
  readonly mend?: (bench: Bench) => void;
  /** Takes back a lever that found nothing to strike. */
  readonly takeBack?: (bench: Bench) => void;
};

/** Waits for a lever that needs a moment: opening and closing the line. */
const pulled = new WeakMap<VirtualPagePrinter, Promise<void>>();
function line(mode: Parameters<VirtualPagePrinter['setLine']>[0]) {
  return ({ virtual }: Bench) => {
    const turn = (pulled.get(virtual) ?? Promise.resolve()).then(() => virtual.setLine(mode));
    pulled.set(virtual, turn);
  };
}

export const PAGE_FAULT_CASES: readonly Fault[] = [
  {
    name: 'paper out',
    strike: ({ virtual }) => virtual.loadPaper(0),
    mend: ({ virtual }) => virtual.loadPaper(),
  },
  { name: 'jam', strike: ({ virtual }) => virtual.raise('jam'), mend: ({ virtual }) => virtual.clear('jam') },
  {
    name: 'cover open',
    strike: ({ virtual }) => virtual.raise('cover-open'),
    mend: ({ virtual }) => virtual.clear('cover-open'),
  },
  {
    name: 'toner empty',
    strike: ({ virtual }) => virtual.raise('toner-empty'),
    mend: ({ virtual }) => virtual.clear('toner-empty'),
  },
  {
    name: 'output full',
    strike: ({ virtual }) => virtual.raise('output-full'),
    mend: ({ virtual }) => virtual.clear('output-full'),
  },
  {
    name: 'stands still',
    strike: ({ virtual }) => virtual.holdSheets(true),
    mend: ({ virtual }) => virtual.holdSheets(false),
  },
  { name: 'offline', strike: line('offline'), mend: line('normal') },
  { name: 'hung', strike: line('hung'), mend: line('normal') },
  { name: 'cut answer', strike: line('cut-answer'), mend: line('normal') },
  { name: 'foreign answer', strike: line('wrong-request-id'), mend: line('normal') },
  { name: 'restart', strike: ({ virtual }) => virtual.restart() },
  { name: 'aborted', strike: ({ virtual }) => virtual.abortNextSheet(), takeBack: ({ virtual }) => virtual.restart() },
  { name: 'job forgotten', strike: ({ virtual }) => virtual.forgetJobs() },
  { name: 'given up by us', strike: ({ giveUp }) => giveUp.abort() },
];

/** Where nothing is to be waited for the limits are wide; where nothing will come they are short. */
const DELAYS = {
  requestLimitMs: 250,
  uploadLimitMs: 400,
  jobPollMs: 5,
  idlePollMs: 20,
  busyLimitMs: 400,
  cancelLimitMs: 400,
  settleLimitMs: 50,
};
const PATIENT = { ...DELAYS, silenceLimitMs: 8_000, progressLimitMs: 8_000, attentionLimitMs: 8_000 };
const IMPATIENT = { ...DELAYS, silenceLimitMs: 300, progressLimitMs: 300, attentionLimitMs: 150 };
/** Long enough for the fault to be seen before it is mended. */
const MEND_AFTER_MS = 60;
const STILL_LIMIT_MS = 10_000;

/** All cells, a few at a time: each has a printer of its own. */
export async function playPageGrid(atOnce = 14): Promise<readonly GridCell[]> {
  const cases = PAGE_FAULT_CASES.flatMap((fault) =>
    PAGE_PHASES.flatMap((phase) =>
      (fault.mend === undefined ? [true] : [true, false]).map((mended) => () => playCell(fault, phase, mended)),
    ),
  );
  const cells: GridCell[] = [];
  for (let start = 0; start < cases.length; start += atOnce) {
    cells.push(...(await Promise.all(cases.slice(start, start + atOnce).map((play) => play()))));
  }
  return cells;
}

async function playCell(fault: Fault, phase: PagePhase, mended: boolean): Promise<GridCell> {
  const virtual = await startVirtualPagePrinter({ sheetMs: 8, upTimeSeconds: 100 });
  const delays = mended ? PATIENT : IMPATIENT;
  const printer = openPagePrinter({ uri: virtual.uri }, { delays });
  const bench: Bench = { virtual, giveUp: new AbortController() };
  const stops: (() => void)[] = [];
  try {
    const struck = strikeAt(fault, phase, bench, stops);
    if (mended) struck.then(() => delay(MEND_AFTER_MS)).then(() => fault.mend?.(bench));
    const outcome = await printOnce(printer, struck, phase, bench);
    for (const stop of stops.splice(0)) stop();
    const next = await printNext(fault, bench);
    return {
      printer: 'page',
      fault: fault.name,
      phase,
      mended,
      outcome,
      came: next.before,
      wanted: SHEETS,
      next: next.end,
    };
  } finally {
    for (const stop of stops) stop();
    await printer.close();
    await pulled.get(virtual);
    await virtual.stop();
  }
}

/** Pulls the lever inside the very event, so that no answer can come in between. Resolves when it is pulled. */
function strikeAt(fault: Fault, phase: PagePhase, bench: Bench, stops: (() => void)[]): Promise<void> {
  const { virtual } = bench;
  return new Promise((resolve) => {
    let done = false;
    const strike = () => {
      if (done) return;
      done = true;
      fault.strike(bench);
      resolve();
    };
    switch (phase) {
      case 'before sending':
        return strike();
      case 'while sending':
        stops.push(virtual.onUpload(strike));
        return;
      case 'accepted':
        // The mechanism waits, so that "accepted" is before the first sheet moves.
        virtual.holdSheets(true);
        stops.push(
          virtual.onEvent((event) => {
            if (event.kind !== 'job' || event.state !== 'processing') return;
            strike();
            if (fault.name !== 'stands still') virtual.holdSheets(false);
          }),
        );
        return;
      case 'first sheet':
        stops.push(onJob(virtual, 'processing', () => setImmediate(strike)));
        return;
      case 'between sheets':
        stops.push(onSheet(virtual, 1, strike));
        return;
      case 'after last sheet':
        stops.push(onSheet(virtual, SHEETS, strike));
        return;
      case 'before confirmation':
        stops.push(onJob(virtual, 'completed', strike));
        return;
      default: {
        const never: never = phase;
        throw new Error(`unknown phase ${String(never)}`);
      }
    }
  });
}

function onJob(virtual: VirtualPagePrinter, state: 'processing' | 'completed', strike: () => void): () => void {
  return virtual.onEvent((event) => {
    if (event.kind === 'job' && event.state === state) strike();
  });
}

function onSheet(virtual: VirtualPagePrinter, sheets: number, strike: () => void): () => void {
  return virtual.onEvent((event) => {
    if (event.kind === 'sheet' && event.paperInTray === sheets) strike();
  });
}

async function printOnce(
  printer: PagePrinter,
  struck: Promise<void>,
  phase: PagePhase,
  { virtual, giveUp }: Bench,
): Promise<Outcome> {
  if (phase === 'before sending') {
    await struck;
    await pulled.get(virtual);
  }
  const printed = await printer.print(testPage(SHEETS), { pages: SHEETS, signal: giveUp.signal });
  if (printed.isOk()) return 'confirmed';
  return mayHavePrinted(printed.error) ? 'ask-the-clerk' : 'nothing';
}

/** Mends everything, waits until nothing moves, counts the tray, and prints for the next customer. */
async function printNext(fault: Fault, bench: Bench): Promise<{ before: number; end: GridCell['next'] }> {
  const { virtual } = bench;
  fault.mend?.(bench);
  fault.takeBack?.(bench);
  await pulled.get(virtual);
  const printer = openPagePrinter(
    { uri: virtual.uri },
    { delays: { ...PATIENT, requestLimitMs: 4_000, busyLimitMs: 4_000 } },
  );
  try {
    const limitMs = performance.now() + STILL_LIMIT_MS;
    while ((await printer.status()).kind !== 'ready' && performance.now() < limitMs) await delay(5);
    const before = virtual.takePaper();
    const printed = await printer.print(testPage(), { pages: 1 });
    return { before, end: printed.isOk() && virtual.paperInTray === 1 ? 'printed' : 'not-printed' };
  } finally {
    await printer.close();
  }
}
