/**
 * A terminal in a box: the product's host, visit machines, till, journal, holds and log on scripted devices, in the proof's time.
 * What the devices see is remembered by them and judged apart from what the host says.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { type VirtualCard, VirtualReader } from '../../../card-reader/virtual/index.ts';
import { type RunningHost, runHost } from '../../../kiosk/host/index.ts';
import type { CertificateFonts } from '../../../printing/index.ts';
import { type Command, TerminalIdSchema } from '../../../server-bridge/index.ts';
import { boxConfiguration, openBoxParts } from './box-parts.ts';
import { type BoxScreens, boxScreens } from './box-screens.ts';
import type { FakeTime } from './fake-time.ts';
import { type FeeMachine, feeMachine } from './fee-machine.ts';
import { type Generation, newGeneration } from './generation.ts';
import { type BoxLine, boxLine } from './line-client.ts';
import type { Mutant } from './mutant.ts';
import { pagePrinterClient } from './page-printer-client.ts';
import { RESIDENTS, type Resident } from './people.ts';
import type { ReceiptMachine } from './receipt-printer-client.ts';
import { type SheetPrinter, sheetPrinter } from './sheet-printer.ts';
import { type BoxVisit, startVisitInBox } from './visit-in-box.ts';
import type { Country } from './vrs-model.ts';
import { newWitness, type Witness } from './witness.ts';

export type BoxOptions = {
  time: FakeTime;
  country: Country;
  fonts: CertificateFonts;
  terminalId?: string;
  mutant?: Mutant;
};

export type Box = {
  readonly time: FakeTime;
  readonly country: Country;
  readonly screens: BoxScreens;
  readonly reader: VirtualReader;
  readonly fee: FeeMachine;
  readonly printer: SheetPrinter;
  readonly receipts: ReceiptMachine;
  readonly line: BoxLine;
  readonly witness: Witness;
  readonly stateDirectory: string;
  /** Somebody stands before it, and does what it asks. */
  residentIsThere: boolean;
  /** The host that runs, or the last one that did. */
  readonly host: RunningHost;
  readonly hostIsUp: boolean;
  readonly visit: BoxVisit | null;
  layCard(who: Resident): void;
  layOtherCard(card: VirtualCard): void;
  takeCard(): void;
  insertCoin(yen: number): void;
  jumpClock(byMs: number): void;
  /** An order of the center to the host that runs. */
  command(order: Command['order']): void;
  /** The host and its visit die in this instant. */
  crashHost(): void;
  /** The same, and every device loses its power for a moment. */
  cutPower(): void;
  startHost(): Promise<void>;
  end(): Promise<void>;
};

/** A file system in memory, where there is one: what is proved is the order of writes, not the medium. */
const MEMORY = '/dev/shm';
const STARTING_STEP_MS = 50;
const COMMAND_LIFE_MS = 2 * 3_600_000;

/** Opens a box and waits until its terminal invites somebody, or is closed for good reason. */
export async function openBox(o: BoxOptions): Promise<Box> {
  const { time, country } = o;
  const terminalId = v.parse(TerminalIdSchema, o.terminalId ?? 'BOX-1');
  const stateDirectory = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'kofu-box-'));
  const mutant = o.mutant ?? {};
  const reader = new VirtualReader();
  const fee = feeMachine();
  const printer = sheetPrinter();
  const receipts: ReceiptMachine = { isReady: true, receipts: 0 };
  const line = boxLine();
  const witness = newWitness({ reader, printer, fee, stateDirectory, residents: RESIDENTS });
  const screens = boxScreens(() => witness.blame('a frame outside the schema'));
  const wallClock = (): Date => time.date(time.nowMs() + clockOffMs);
  let clockOffMs = 0;
  const releases = new Set<string>();
  let generation: Generation = newGeneration();
  let host: RunningHost | null = null;
  let visits: BoxVisit[] = [];

  const startVisitProcess = (owner: Generation) => (given: { onRefused: () => void }) => {
    const visit = startVisitInBox({
      ...given,
      terminalId,
      time,
      wallClock,
      fonts: o.fonts,
      mutant,
      openReader: () => reader.openInProcess(),
      openPrinter: (visitGeneration, visitId) =>
        pagePrinterClient({
          printer,
          generation: visitGeneration,
          visitId,
          onPrint: () => witness.printAsked(),
        }),
      onBegin: (begun, { visitId, copyYen }) => {
        witness.visitBegun(visitId, copyYen, visits.filter((one) => one !== begun && one.visitId !== null).length);
      },
      onCardRead: (visitId) => witness.cardRead(visitId),
      onGone: (gone) => {
        visits = visits.filter((one) => one !== gone);
      },
      // A host that is dead does not hear it any more, and so cannot remember it.
      onAlarm: owner.hears(() => witness.alarmed()),
      onPaperTaken: () => witness.paperTaken(),
      onBadMessage: witness.blame,
    });
    if (owner.alive) visits.push(visit);
    else visit.crash();
    owner.onEnd(() => visit.crash());
    return visit;
  };

  const box: Box = {
    time,
    country,
    screens,
    reader,
    fee,
    printer,
    receipts,
    line,
    witness,
    stateDirectory,
    residentIsThere: true,
    get host() {
      if (host === null) throw new Error('No host has been started.');
      return host;
    },
    get hostIsUp() {
      return generation.alive && host !== null;
    },
    get visit() {
      return visits.find((one) => one.visitId !== null) ?? null;
    },
    layCard(who) {
      if (reader.card === undefined) reader.insert(who.card);
    },
    layOtherCard(card) {
      reader.remove();
      reader.insert(card);
    },
    takeCard: () => reader.remove(),
    insertCoin: (yen) => void fee.insert(yen),
    jumpClock(byMs) {
      clockOffMs += byMs;
    },
    command(order) {
      const commandId = randomBytes(16).toString('base64url');
      if (order.kind === 'release-right-person') releases.add(commandId);
      line.commands.tell({
        v: 1,
        commandId,
        terminalId,
        processId: box.host.processId,
        expiresAt: new Date(time.nowMs() + COMMAND_LIFE_MS).toISOString(),
        order,
      });
    },
    crashHost() {
      generation.kill();
      screens.goDark();
    },
    cutPower() {
      box.crashHost();
      printer.restart();
      fee.closeSlot();
    },
    async startHost() {
      generation = newGeneration();
      const started = generation;
      const before = host;
      const configuration = boxConfiguration({ terminalId, stateDirectory });
      const parts = await openBoxParts({
        ...{ time, country, reader, fee, printer, receipts, line, screens, witness },
        configuration,
        generation,
        wallClock,
        mutant,
        onCommandResult: ({ commandId, result }) => {
          if (result === 'done' && releases.has(commandId)) witness.released();
        },
      });
      const running = runHost(configuration, parts, { now: wallClock, startVisitProcess: startVisitProcess(started) });
      // It settles what the last run left before it says that it runs, and that takes time.
      void running.then((one) => {
        host = one;
      });
      while (host === before) {
        await time.advance(STARTING_STEP_MS);
      }
    },
    async end() {
      generation.kill();
      await time.settle();
      rmSync(stateDirectory, { recursive: true, force: true });
    },
  };
  await box.startHost();
  return box;
}
