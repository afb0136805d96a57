/**
 * Faults that can be ordered by name for a visit. Each sets one thing wrong with card, printers or money; where a clerk would
 * mend it (paper, jam, cover), it is mended after a moment, so that the visit can go on.
 */
import type { VirtualCard } from '../../card-reader/virtual/index.ts';
import type { PageFault } from '../../printing/virtual/index.ts';
import type { Devices } from './devices.ts';

type Setting = { card: VirtualCard; devices: Devices };

/** Number of the command at which a card fault strikes: after the PIN, while files are read. */
const WHILE_READING = 7;
/** How long the clerk takes. */
const MENDED_AFTER_MS = 1_500;

/** Strikes when the first job is being printed, not before: a broken printer would close the terminal. */
function whenPrinting({ devices }: Setting, fault: PageFault): void {
  const off = devices.pagePrinter.onEvent((event) => {
    if (event.kind !== 'job' || event.state !== 'processing') return;
    off();
    devices.pagePrinter.raise(fault);
    setTimeout(() => {
      if (fault === 'paper-out') devices.pagePrinter.loadPaper(250);
      devices.pagePrinter.clear(fault);
    }, MENDED_AFTER_MS);
  });
}

const FAULTS = {
  'wrong-pin': () => {},
  'pin-locked': () => {},
  'card-pulled': ({ card }) => card.addFault({ kind: 'removed', when: 'during' }, WHILE_READING),
  'card-silent': ({ card }) => card.addFault({ kind: 'silent' }, WHILE_READING),
  'card-garbage': ({ card }) => card.addFault({ kind: 'garbage' }, WHILE_READING),
  'card-reset': ({ card }) => card.addFault({ kind: 'reset' }, WHILE_READING),
  'paper-out': (setting) => whenPrinting(setting, 'paper-out'),
  jam: (setting) => whenPrinting(setting, 'jam'),
  'cover-open': (setting) => whenPrinting(setting, 'cover-open'),
  'abort-mid-page': ({ devices }) => devices.pagePrinter.abortNextSheet(),
  'printer-off': ({ devices }) => {
    const off = devices.pagePrinter.onEvent((event) => {
      if (event.kind !== 'job' || event.state !== 'processing') return;
      off();
      devices.pagePrinter.restart();
    });
  },
  /** The resident reports a defective sheet once, and the clerk confirms it; see `resident.ts`. */
  misprint: () => {},
  /** Found out only when change is to be paid: a box that says so before takes no money at all. */
  'no-change': ({ devices }) => {
    const off = devices.pagePrinter.onEvent((event) => {
      if (event.kind !== 'job' || event.state !== 'processing') return;
      off();
      devices.coinBox.setCannotPayOut(true);
    });
  },
} as const satisfies Record<string, (setting: Setting) => void>;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES: readonly string[] = Object.keys(FAULTS);
export const isFaultName = (name: string): name is FaultName => Object.hasOwn(FAULTS, name);

/** Sets a fault up for the visit about to begin. */
export function prepareFault(name: FaultName, setting: Setting): void {
  const prepare: (setting: Setting) => void = FAULTS[name];
  prepare(setting);
}
