/**
 * Everything a host stands on, as values: real devices, disk and line in a terminal, scripted ones where its behaviour is proved.
 */
import type { CardReader } from '../../card-reader/index.ts';
import type { PagePrinter, ReceiptPrinter } from '../../printing/index.ts';
import type { Line } from '../../server-bridge/line/index.ts';
import type { AudioJack } from '../audio-jack/index.ts';
import type { TerminalLog } from '../event-log/index.ts';
import type { KeySwitch } from '../key-switch/index.ts';
import type { openCodeDesk } from '../operator/index.ts';
import type { FeeDesk } from '../payment/index.ts';
import type { ScreenLink } from '../shell/chromium/index.ts';
import type { CrashJournal } from './crash-journal.ts';
import type { HoldStore } from './holds.ts';
import type { hostEvents } from './host-events.ts';
import type { KnownOperators } from './known-operators.ts';

type MissStore = NonNullable<Parameters<typeof openCodeDesk>[0]['misses']>;

export type HostLog = TerminalLog<typeof hostEvents>;

export type HostParts = {
  log: HostLog;
  journal: CrashJournal;
  holds: HoldStore;
  /** Misses at operator codes; they outlive a restart. */
  misses: MissStore;
  /** The operators of the newest directive; they outlive a line that is down. */
  operators: KnownOperators;
  reader: CardReader;
  pagePrinter: PagePrinter;
  receiptPrinter: ReceiptPrinter;
  fee: FeeDesk;
  /** Null where none is fitted. */
  keySwitch: KeySwitch | null;
  /** Null where none is fitted. */
  audioJack: AudioJack | null;
  line: Line;
  /** Whether somebody is served, as the host answers it once it runs: the line renews its certificate between visits only. */
  service: { isServing: () => boolean };
  screens: ScreenLink;
  /** Adds something to be closed before what is open already. */
  onClose(close: () => Promise<void> | void): void;
  close(): Promise<void>;
};
