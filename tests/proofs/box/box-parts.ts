/** What a host in a box stands on: its own records on a real disk, and the scripted devices as one process sees them. */
import { join } from 'node:path';
import { err } from 'neverthrow';
import * as v from 'valibot';
import type { VirtualReader } from '../../../card-reader/virtual/index.ts';
import { openTerminalLog } from '../../../kiosk/event-log/index.ts';
import {
  HOST_WORDS,
  type HostConfiguration,
  HostConfigurationSchema,
  type HostParts,
  hostEvents,
  openCrashJournal,
  openHolds,
  openKnownOperators,
} from '../../../kiosk/host/index.ts';
import { fileMisses } from '../../../kiosk/operator/index.ts';
import type { CommandResult } from '../../../server-bridge/index.ts';
import type { BoxScreens } from './box-screens.ts';
import type { FakeTime } from './fake-time.ts';
import { feeDeskClient } from './fee-desk-client.ts';
import type { FeeMachine } from './fee-machine.ts';
import type { Generation } from './generation.ts';
import { type BoxLine, lineClient } from './line-client.ts';
import { forgetful, keepingAtOnce, type Mutant, overlooking, writingDown } from './mutant.ts';
import { pagePrinterClient } from './page-printer-client.ts';
import { type ReceiptMachine, receiptPrinterClient } from './receipt-printer-client.ts';
import type { SheetPrinter } from './sheet-printer.ts';
import type { Country } from './vrs-model.ts';
import type { Witness } from './witness.ts';

const LOG_LIMIT_BYTES = 512 * 1024;

export type BoxPartsOptions = {
  configuration: HostConfiguration;
  generation: Generation;
  time: FakeTime;
  country: Country;
  wallClock: () => Date;
  reader: VirtualReader;
  fee: FeeMachine;
  printer: SheetPrinter;
  receipts: ReceiptMachine;
  line: BoxLine;
  screens: BoxScreens;
  witness: Witness;
  mutant: Mutant;
  onCommandResult: (result: CommandResult) => void;
};

export async function openBoxParts(o: BoxPartsOptions): Promise<HostParts> {
  const { generation, witness, wallClock, mutant } = o;
  const { stateDirectory } = o.configuration;
  const log = openTerminalLog({
    directory: join(stateDirectory, 'log'),
    limitBytes: LOG_LIMIT_BYTES,
    catalogue: hostEvents,
    words: HOST_WORDS,
    now: wallClock,
  })._unsafeUnwrap();
  const journal = openCrashJournal(join(stateDirectory, 'crash-journal.jsonl'))._unsafeUnwrap();
  const holds = forgetful(openHolds(join(stateDirectory, 'holds.json')), mutant);
  const misses = fileMisses(join(stateDirectory, 'operator-misses.json'));
  const operators = openKnownOperators(join(stateDirectory, 'operators.json'));
  const reader = o.reader.openInProcess();
  const closers: (() => Promise<void> | void)[] = [];
  // The kernel closes what a killed process had open; nothing is flushed that was not.
  generation.onEnd(() => {
    void reader.close();
    journal.close();
    log.close();
  });
  const fee = feeDeskClient({ machine: o.fee, generation, onCollect: (id) => witness.collectAsked(id) });
  const link = o.screens.link(generation);
  const died = { kind: 'journal-unusable', cause: new Error('The host is dead.') } as const;

  return {
    service: { isServing: () => false },
    log: {
      ...log,
      record: generation.hears(log.record),
      report: generation.hears((event, details) => {
        // A clerk's entry, or the center's: somebody has looked into the machine.
        if (event === 'PAPER_LEFT' && details?.code !== 'left') witness.paperTaken();
        log.report(event, details);
      }),
      unsent: (max) => (generation.alive ? log.unsent(max) : []),
      acknowledge: generation.hears(log.acknowledge),
      healthy: () => !generation.alive || log.healthy(),
    },
    journal: {
      unfinished: journal.unfinished,
      append: (entry) => (generation.alive ? journal.append(entry) : err(died)),
      clear: () => (generation.alive ? journal.clear() : err(died)),
      close: () => {},
    },
    holds: {
      get: holds.get,
      set: (change) => generation.alive && holds.set(change),
      catchUp: generation.hears(holds.catchUp),
    },
    misses: { read: () => misses.read(), write: (next) => (generation.alive ? misses.write(next) : undefined) },
    operators: { get: operators.get, learn: generation.hears(operators.learn) },
    reader: mutant.overlooksCards === true ? overlooking(reader) : reader,
    pagePrinter: pagePrinterClient({
      printer: o.printer,
      generation,
      visitId: () => 'host',
      onPrint: () => {},
    }),
    receiptPrinter: receiptPrinterClient(o.receipts, generation),
    fee: mutant.keepsMoneyAtOnce === true ? keepingAtOnce(fee) : fee,
    keySwitch: null,
    audioJack: null,
    line: lineClient({
      line: o.line,
      country: o.country,
      generation,
      time: o.time,
      onCommandResult: o.onCommandResult,
      onBadMessage: (what) => witness.blame(`a message outside the protocol: ${what}`),
    }),
    screens: mutant.writesFramesDown === true ? writingDown(link, stateDirectory) : link,
    onClose: (close) => void closers.push(close),
    close: async () => {
      for (const close of closers.splice(0).reverse()) await close();
    },
  };
}

/** Where the terminal is told of its devices, this one is told of none: they are handed to it. */
export function boxConfiguration(o: { terminalId: string; stateDirectory: string }): HostConfiguration {
  const nowhere = { host: '127.0.0.1', port: 9 };
  const key = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'synthetic' };
  return v.parse(HostConfigurationSchema, {
    terminalId: o.terminalId,
    build: 'proof',
    store: { name: '架空ストア', inquiryNumber: '0000' },
    line: {
      terminalId: o.terminalId,
      nodes: [nowhere],
      caFile: 'none',
      certificateFile: 'none',
      keyFile: 'none',
      directiveKeys: [key],
      vrsRootKey: key,
    },
    devices: {
      reader: { kind: 'virtual', ...nowhere },
      pagePrinter: { uri: 'ipp://127.0.0.1/none' },
      receiptPrinter: nowhere,
      payment: { coinBox: { kind: 'virtual', ...nowhere } },
    },
    stateDirectory: o.stateDirectory,
    screens: { kind: 'chromium', assetsDirectory: 'none', port: 0 },
  });
}
