/**
 * What any A4 page printer must do for the client to be worth anything: run on the virtual printer and on
 * `ippeveprinter`, so that our fake cannot lie, and by hand on a real one.
 */
import assert from 'node:assert/strict';
import type { PagePrinter, PrintJobEvent } from './page-printer/index.ts';
import { mayHavePrinted, testPage } from './page-printer/index.ts';

/** A printer under test and the levers at it. */
export interface PagePrinterRig {
  /** A new client; `busyLimitMs` and the like are short. The rig closes it. */
  open(): PagePrinter;
  loadA4(): Promise<void>;
  emptyTray(): Promise<void>;
  loadLetter(): Promise<void>;
  /** The next job comes to stand still after acceptance, without any fault. */
  holdNextJob(): Promise<void>;
  releaseJob(): Promise<void>;
  /** The next job jams on its way; the jam lasts until `mendJam`. */
  jamNextJob(): Promise<void>;
  mendJam(): Promise<void>;
  /** The printer itself gives the next job up. */
  abortNextJob(): Promise<void>;
  hang(): Promise<void>;
  resume(): Promise<void>;
  /** The document as it came to the print engine. */
  printed(jobId: number): Promise<Uint8Array>;
}

export type ContractCase = { readonly name: string; readonly check: (rig: PagePrinterRig) => Promise<void> };

/** Prints, runs the action once at the first event of a kind, and waits for both. */
async function printAndAct(
  printer: PagePrinter,
  options: { readonly pages: number; readonly signal?: AbortSignal },
  at: PrintJobEvent['kind'],
  action: () => Promise<void>,
) {
  const events: PrintJobEvent[] = [];
  const actions: Promise<void>[] = [];
  const onEvent = (event: PrintJobEvent) => {
    events.push(event);
    if (event.kind === at && actions.length === 0) actions.push(action());
  };
  const printed = await printer.print(testPage(options.pages), { ...options, onEvent });
  await Promise.all(actions);
  return { printed, events, kinds: events.map(({ kind }) => kind) };
}

export const PAGE_PRINTER_CONTRACT: readonly ContractCase[] = [
  {
    name: 'is qualified, and ready once A4 is loaded',
    async check(rig) {
      const printer = rig.open();
      assert.ok((await printer.qualify()).isOk());
      await rig.loadLetter();
      assert.deepEqual(await printer.status(), { kind: 'attention', cause: 'paper', reasons: ['a4-not-loaded'] });
      await rig.loadA4();
      assert.equal((await printer.status()).kind, 'ready');
    },
  },
  {
    name: 'prints every byte of the document and says how many sheets came out',
    async check(rig) {
      await rig.loadA4();
      const { printed, events } = await printAndAct(rig.open(), { pages: 2 }, 'accepted', async () => {});
      assert.ok(printed.isOk());
      assert.equal(printed.value.sheets, 2);
      assert.deepEqual(events[0], { kind: 'accepted', jobId: printed.value.jobId });
      assert.deepEqual(events.at(-1), { kind: 'printing', sheets: 2 });
      assert.ok(Buffer.from(await rig.printed(printed.value.jobId)).equals(testPage(2)));
    },
  },
  {
    name: 'sends nothing to an empty tray and prints once when paper is there',
    async check(rig) {
      await rig.emptyTray();
      const { printed, kinds } = await printAndAct(rig.open(), { pages: 1 }, 'attention', () => rig.loadA4());
      assert.ok(printed.isOk());
      assert.deepEqual(kinds, ['attention', 'attention-cleared', 'accepted', 'printing']);
    },
  },
  {
    name: 'shows a jam and goes on when it is mended',
    async check(rig) {
      await rig.loadA4();
      await rig.jamNextJob();
      const { printed, events } = await printAndAct(rig.open(), { pages: 1 }, 'attention', () => rig.mendJam());
      assert.ok(printed.isOk());
      const attention = events.find((event) => event.kind === 'attention');
      assert.deepEqual(attention, { kind: 'attention', cause: 'jam', reasons: ['media-jam'] });
    },
  },
  {
    name: 'says that a job was aborted and may lie in the tray in part',
    async check(rig) {
      await rig.loadA4();
      await rig.abortNextJob();
      const printed = await rig.open().print(testPage(), { pages: 1 });
      assert.ok(printed.isErr());
      assert.equal(printed.error.kind, 'aborted');
      assert.equal(mayHavePrinted(printed.error), true);
    },
  },
  {
    name: 'is busy for a second host while a job is open',
    async check(rig) {
      await rig.loadA4();
      await rig.holdNextJob();
      const second = rig.open();
      const { printed } = await printAndAct(rig.open(), { pages: 1 }, 'accepted', async () => {
        assert.deepEqual(await second.status(), { kind: 'busy' });
        const refused = await second.print(testPage(), { pages: 1 });
        assert.ok(refused.isErr());
        assert.deepEqual(refused.error, { kind: 'busy' });
        await rig.releaseJob();
      });
      assert.ok(printed.isOk());
    },
  },
  {
    name: 'cancels an open job, and says that it may have printed',
    async check(rig) {
      await rig.loadA4();
      await rig.holdNextJob();
      const giveUp = new AbortController();
      const options = { pages: 1, signal: giveUp.signal };
      const { printed } = await printAndAct(rig.open(), options, 'accepted', async () => giveUp.abort());
      await rig.releaseJob();
      assert.ok(printed.isErr());
      assert.deepEqual(printed.error, { kind: 'cancelled', stage: 'after-accept' });
    },
  },
  {
    name: 'is unreachable while it hangs and ready again afterwards',
    async check(rig) {
      await rig.loadA4();
      const printer = rig.open();
      await rig.hang();
      assert.equal((await printer.status()).kind, 'unreachable');
      await rig.resume();
      assert.equal((await printer.status()).kind, 'ready');
    },
  },
];
