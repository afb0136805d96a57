/** The hands and eyes of the workbench: carries out commands, and says how everything stands. */
import { setTimeout as delay } from 'node:timers/promises';
import { syntheticPeople } from '../../../card-reader/virtual/index.ts';
import type { Devices } from '../../environment/devices.ts';
import type { BenchCommand } from '../messages/commands.ts';
import type { BenchState } from '../messages/state.ts';
import { CardBox } from './card-box.ts';
import { carryOut, type DeviceCommand } from './carry-out.ts';
import { actBehindTheKiosk, type ControlCommand } from './carry-out-control.ts';
import { leversAtRest } from './levers.ts';
import { type Note, NoteList } from './note-list.ts';
import type { PaperShelf } from './paper-shelf.ts';
import { PrintedPages } from './printed-pages.ts';
import { PrintedReceipts } from './printed-receipts.ts';
import type { WorkbenchControl } from './workbench-control.ts';

/** From a command to its end; a record system takes some seconds to start. */
const DEVICE_LIMIT_MS = 10_000;
const CONTROL_LIMIT_MS = 60_000;

export type Bench = {
  /** Never rejects: what could not be done stands in the notes. */
  carryOut(command: BenchCommand): Promise<void>;
  state(): BenchState;
  stop(): Promise<void>;
};

export function openBench(o: {
  devices: Devices;
  control: WorkbenchControl | undefined;
  shelf: PaperShelf;
  /** Called when the state has changed in the background. */
  onChange: () => void;
}): Bench {
  const { devices, control } = o;
  const { reader, coinBox, cashless, keySwitch, audioJack, pagePrinter, receiptPrinter } = devices;
  const cards = new CardBox();
  const levers = leversAtRest();
  const notes = new NoteList();
  const pages = new PrintedPages(o.shelf, o.onChange);
  const receipts = new PrintedReceipts(o.shelf);
  let job: BenchState['pagePrinter']['job'] = null;
  // One thing at a time with the hands; starting a record system must not keep a coin waiting.
  let atDevices: Promise<void> = Promise.resolve();
  let behindTheKiosk: Promise<void> = Promise.resolve();

  const stopListening = pagePrinter.onEvent((event) => {
    if (event.kind === 'job') job = event.state;
    if (event.kind === 'line') levers.pagePrinterLine = event.mode;
  });

  async function note(work: Promise<Note>, limitMs: number): Promise<void> {
    const failed: Note = { en: 'That did not work', ja: '操作できませんでした' };
    const late: Note = { en: 'That takes too long', ja: '時間がかかりすぎています' };
    const limit = new AbortController();
    const tooLate = delay(limitMs, late, { signal: limit.signal }).catch(() => late);
    notes.add(await Promise.race([work.catch(() => failed), tooLate]));
    limit.abort();
  }

  function hand(command: DeviceCommand): Promise<void> {
    atDevices = atDevices.then(() => note(carryOut(command, { devices, cards, levers }), DEVICE_LIMIT_MS));
    return atDevices;
  }

  function turn(command: ControlCommand): Promise<void> {
    behindTheKiosk = behindTheKiosk.then(() => note(actBehindTheKiosk(command, control), CONTROL_LIMIT_MS));
    return behindTheKiosk;
  }

  return {
    carryOut(command) {
      switch (command.kind) {
        case 'set-service':
        case 'set-municipality':
        case 'set-vrs':
        case 'release-right-person':
          return turn(command);
        default:
          return hand(command);
      }
    },
    state() {
      pages.update(pagePrinter.printed);
      receipts.update(receiptPrinter.receipts);
      const laidDown = reader.card;
      const chosenCard = cards.chosenCard;
      return {
        info: control?.info() ?? { readerPath: devices.readerPath, terminalId: '', kioskUrl: null },
        people: syntheticPeople().map(({ id, name, birthDate, pin, remark }) => ({ id, name, birthDate, pin, remark })),
        chosenPersonId: cards.chosenPerson.id,
        chosenCard: cards.show(chosenCard, laidDown === chosenCard),
        reader: {
          plugged: levers.readerPlugged,
          card: laidDown === undefined ? null : cards.show(laidDown, true),
        },
        coinBox: {
          connected: levers.coinBoxConnected,
          jammed: coinBox.jammed,
          cannotPayOut: levers.cannotPayOut,
          escrowYen: coinBox.escrowYen,
          ...coinBox.tallies,
        },
        cashless: {
          connected: levers.cashlessConnected,
          waiting: cashless.waiting,
          heldYen: cashless.heldYen,
          capturedYen: cashless.tallies.capturedYen,
          voidedYen: cashless.tallies.voidedYen,
          refundedYen: cashless.tallies.refundedYen,
        },
        keySwitch: { open: keySwitch.position() === 'open' },
        audioJack: { plugged: audioJack.position() === 'in' },
        pagePrinter: {
          line: levers.pagePrinterLine,
          faults: [...pagePrinter.faults],
          sheetsLoaded: pagePrinter.sheetsLoaded,
          paperInTray: pagePrinter.paperInTray,
          job,
          pages: [...pages.pages],
        },
        receiptPrinter: {
          line: levers.receiptPrinterLine,
          faults: [...receiptPrinter.faults],
          receipts: [...receipts.receipts],
        },
        control: {
          service: control?.setService !== undefined,
          municipality: control?.setMunicipality !== undefined,
          stopVrs: control?.stopVrs !== undefined,
          startVrs: control?.startVrs !== undefined,
          rightPerson: control?.releaseRightPerson !== undefined,
          municipalities: (control?.municipalities ?? []).map(({ code, name }) => ({ code, name })),
        },
        notes: [...notes.notes],
      };
    },
    async stop() {
      stopListening();
      await atDevices;
      await pages.idle();
    },
  };
}
