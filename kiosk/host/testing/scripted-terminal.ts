/**
 * A whole terminal on scripted parts, its disk in a folder of its own: started, killed and started again by a test under fake timers.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { type TerminalId, TerminalIdSchema, type VrsKeySet } from '../../../server-bridge/index.ts';
import { openTerminalLog } from '../../event-log/index.ts';
import { fileMisses } from '../../operator/index.ts';
import type { ScreenLink } from '../../shell/chromium/index.ts';
import type { Screen, Snapshot, UiAction } from '../../snapshot.ts';
import type { TerminalConfiguration } from '../configuration.ts';
import { openCrashJournal } from '../crash-journal.ts';
import { openHolds } from '../holds.ts';
import { HOST_WORDS, hostEvents } from '../host-events.ts';
import type { HostParts } from '../host-parts.ts';
import { openKnownOperators } from '../known-operators.ts';
import { type RunningHost, runHost } from '../run-host.ts';
import {
  scriptedAudioJack,
  scriptedFee,
  scriptedKeySwitch,
  scriptedPagePrinter,
  scriptedReader,
  scriptedReceiptPrinter,
} from './scripted-devices.ts';
import { scriptedLine } from './scripted-line.ts';
import { scriptedVisits } from './scripted-visit-process.ts';

const TERMINAL_ID: TerminalId = v.parse(TerminalIdSchema, 'KIOSK-T1');
/** Nobody opens anything with these; the visit process that would is scripted. */
const KEY_SET: VrsKeySet = {
  v: 1,
  issuedAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2028-01-01T00:00:00.000Z',
  sealingKeys: [],
  answerKeys: [],
  healthCard: { iss: 'https://synthetic.example', keys: [] },
  vdsNcAnchors: [],
};

/** Screens that keep what was shown last, as text, and whether the page was thrown away since. */
export function scriptedScreenLink() {
  const listeners = new Set<(raw: unknown) => void>();
  const shown: string[] = [];
  const state = { last: '', freshPages: 0, restarts: 0, connected: true };
  const changeListeners = new Set<(connected: boolean) => void>();
  const connect = (connected: boolean): void => {
    state.connected = connected;
    for (const listener of [...changeListeners]) listener(connected);
  };
  const link: ScreenLink = {
    get connected() {
      return state.connected;
    },
    startUrl: '',
    newStartUrl: () => '',
    show(frame) {
      state.last = Buffer.from(frame).toString('utf8');
      shown.push(state.last);
    },
    freshPage() {
      state.last = '';
      state.freshPages += 1;
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onChange(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    restartShell() {
      state.restarts += 1;
      connect(false);
    },
    close: () => Promise.resolve(),
  };
  const snapshot = (): Snapshot => JSON.parse(state.last);
  return {
    link,
    state,
    shown,
    /** The process that paints is gone, or there again. */
    connect,
    snapshot,
    screen: (): Screen => snapshot().screen,
    tap(action: UiAction, screenSeq?: number): void {
      const seq = screenSeq ?? (state.last.startsWith('{"v"') ? snapshot().screenSeq : 0);
      for (const listener of [...listeners]) listener({ v: 1, screenSeq: seq, action });
    },
  };
}

export function scriptedTerminal(change: Partial<TerminalConfiguration> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'kofu-terminal-'));
  mkdirSync(join(directory, 'export'));
  const now = (): Date => new Date();
  const reader = scriptedReader();
  const page = scriptedPagePrinter();
  const receipt = scriptedReceiptPrinter();
  const fee = scriptedFee();
  const keySwitch = scriptedKeySwitch();
  const audioJack = scriptedAudioJack();
  const line = scriptedLine({ now, keySet: KEY_SET });
  const screens = scriptedScreenLink();
  const visits = scriptedVisits();
  const address = { host: '127.0.0.1', port: 1 };
  const configuration: TerminalConfiguration = {
    terminalId: TERMINAL_ID,
    build: 'test-build',
    store: { name: '架空ストア', inquiryNumber: '0120-000-000' },
    devices: {
      reader: { kind: 'virtual', ...address },
      pagePrinter: { uri: 'ipp://127.0.0.1:1/ipp/print' },
      receiptPrinter: address,
      payment: { coinBox: { kind: 'virtual', ...address } },
    },
    stateDirectory: directory,
    ...change,
  };
  const restarts = { count: 0 };
  let parts: HostParts | null = null;

  const openParts = (): HostParts => {
    const closers: (() => Promise<void> | void)[] = [];
    const path = (name: string): string => join(directory, name);
    const log = openTerminalLog({
      directory: path('event-log'),
      limitBytes: 1_000_000,
      catalogue: hostEvents,
      now,
      words: HOST_WORDS,
    });
    const journal = openCrashJournal(path('journal.jsonl'));
    if (log.isErr() || journal.isErr()) throw new Error('The disk of the test cannot be used.');
    closers.push(() => {
      log.value.close();
      journal.value.close();
    });
    return {
      service: { isServing: () => false },
      log: log.value,
      journal: journal.value,
      holds: openHolds(path('holds.json')),
      misses: fileMisses(path('misses.json')),
      operators: openKnownOperators(path('operators.json')),
      reader: reader.reader,
      pagePrinter: page.pagePrinter,
      receiptPrinter: receipt.receiptPrinter,
      fee: fee.fee,
      keySwitch: keySwitch.keySwitch,
      audioJack: audioJack.audioJack,
      line: line.line,
      screens: screens.link,
      onClose: (close) => void closers.push(close),
      async close() {
        for (const close of closers.splice(0).reverse()) await close();
      },
    };
  };

  return {
    directory,
    reader,
    page,
    receipt,
    fee,
    keySwitch,
    audioJack,
    line,
    screens,
    visits: visits.visits,
    restarts,
    holds: () => parts?.holds.get(),
    async start(): Promise<RunningHost> {
      parts = openParts();
      return await runHost(configuration, parts, {
        now,
        startVisitProcess: visits.start,
        onRestart() {
          restarts.count += 1;
        },
      });
    },
    /** Every event of the log so far as `EVENT code`, oldest first. */
    events(): string[] {
      return (parts?.log.entries(1, 10_000) ?? []).map(({ event, fields }) =>
        'code' in fields ? `${event} ${String(fields['code'])}` : event,
      );
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
export type ScriptedTerminal = ReturnType<typeof scriptedTerminal>;
