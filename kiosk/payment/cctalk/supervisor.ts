/**
 * Keeps the bus alive for as long as the box is open: opens the serial device, finds its devices, reads credits every 200 ms, looks
 * at faults and levels, and begins again whenever something went silent. Knows no payment.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from 'neverthrow';
import { Acceptor } from './acceptor.ts';
import { Bus } from './bus.ts';
import type { ByteLine } from './byte-line.ts';
import { BLOCKING_EVENTS } from './coin-codes.ts';
import type { BoxParts } from './condition.ts';
import type { CcTalkConfiguration } from './configuration.ts';
import type { CcTalkDelays } from './delays.ts';
import { newsOf } from './event-counter.ts';
import { Hopper } from './hopper.ts';
import type { CreditBuffer } from './layouts.ts';

export type SupervisorListener = {
  /** Coins that fell in, in yen, and the acceptor's counter after them. */
  readonly onCoins: (yen: readonly number[], eventCounter: number) => void;
  /** Events were lost sight of, or a coin came that this acceptor should not know. */
  readonly onDoubt: () => void;
  /** The acceptor began anew, or is back: somebody saw to it. */
  readonly onAcceptorBack: () => void;
  readonly onChange: () => void;
};

export type OpenLine = () => Promise<Result<ByteLine, unknown>>;

export class Supervisor {
  readonly hoppers: readonly Hopper[];
  readonly acceptor: Acceptor;
  readonly #bus: Bus;
  readonly #openLine: OpenLine;
  readonly #delays: CcTalkDelays;
  readonly #listener: SupervisorListener;
  readonly #closing = new AbortController();
  readonly #switchboard = new SwitchedLine();
  #running: Promise<void> = Promise.resolve();
  #state: BoxParts['acceptor'] = 'absent';
  #looked = false;
  #watching = false;
  /** The acceptor's counter as far as its events are known; null before the first reading. */
  #eventCounter: number | null;
  #lookAtOnce = false;
  #slotWanted = false;
  #slotOpen = false;

  constructor(o: {
    configuration: CcTalkConfiguration;
    delays: CcTalkDelays;
    openLine: OpenLine;
    eventCounter: number | null;
    listener: SupervisorListener;
  }) {
    const { checksum, localEcho, acceptor, hoppers } = o.configuration;
    this.#bus = new Bus(this.#switchboard, { checksum, localEcho, delays: o.delays });
    this.acceptor = new Acceptor(this.#bus, acceptor);
    this.hoppers = hoppers.map((hopper) => new Hopper(this.#bus, hopper, o.delays));
    this.#openLine = o.openLine;
    this.#delays = o.delays;
    this.#eventCounter = o.eventCounter;
    this.#listener = o.listener;
  }

  get state(): BoxParts['acceptor'] {
    return this.#state;
  }

  /** The acceptor is there, and is one whose coins we know. */
  get watching(): boolean {
    return this.#watching;
  }

  /** Whether the devices have been looked for at least once. */
  get looked(): boolean {
    return this.#looked;
  }

  get eventCounter(): number {
    return this.#eventCounter ?? 0;
  }

  start(): void {
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
    await this.#switchboard.close();
  }

  /** One reading of the credit buffer. `false`: the acceptor does not answer. */
  async poll(): Promise<boolean> {
    const credits = await this.acceptor.readCredits();
    if (credits.isErr()) return false;
    this.#take(credits.value);
    return true;
  }

  /** Opens the slot, and keeps it open over resets and lost lines until `closeSlot`. */
  async openSlot(): Promise<void> {
    this.#slotWanted = true;
    await this.#setSlot();
  }

  /** @returns whether the acceptor has confirmed that it takes nothing more; it is told again until it does. */
  async closeSlot(): Promise<boolean> {
    this.#slotWanted = false;
    await this.#setSlot();
    return !this.#slotOpen;
  }

  async #setSlot(): Promise<void> {
    if (this.#slotWanted) this.#slotOpen = (await this.acceptor.openSlot()).isOk();
    else if (this.#slotOpen) this.#slotOpen = (await this.acceptor.closeSlot()).isErr();
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const opened = this.#switchboard.isOpen || (await this.#openOnce());
      if (opened && (await this.#identify())) await this.#watch();
      this.#watching = false;
      this.#looked = true;
      if (this.#closing.signal.aborted) return;
      this.#setState(this.#state === 'attention' && this.#switchboard.isOpen ? 'attention' : 'absent');
      await this.#pause(this.#delays.reopenMs);
    }
  }

  async #openOnce(): Promise<boolean> {
    const line = await this.#openLine();
    if (line.isOk()) this.#switchboard.connect(line.value);
    return line.isOk();
  }

  async #identify(): Promise<boolean> {
    const identified = await this.acceptor.identify();
    if (identified.isErr()) {
      const { kind } = identified.error;
      this.#setState(kind === 'no-answer' ? 'absent' : 'attention');
      return false;
    }
    this.#slotOpen = false;
    for (const hopper of this.hoppers) await hopper.identify();
    this.#listener.onAcceptorBack();
    return await this.poll();
  }

  async #watch(): Promise<void> {
    let lookInMs = 0;
    while (!this.#closing.signal.aborted) {
      if (!(await this.poll())) return;
      if (lookInMs <= 0 || this.#lookAtOnce) {
        this.#lookAtOnce = false;
        lookInMs = this.#delays.lookMs;
        const check = await this.acceptor.selfCheck();
        // A reset between two readings closes the slot without a word.
        if (this.#slotWanted && !(await this.acceptor.isSlotOpen())) this.#slotOpen = false;
        for (const hopper of this.hoppers) {
          await (hopper.condition === 'silent' || hopper.condition === 'wrong-device'
            ? hopper.identify()
            : hopper.look());
        }
        this.#looked = true;
        this.#watching = check.isOk();
        this.#setState(check.unwrapOr('absent'));
        if (check.isErr()) return;
      }
      if (this.#slotWanted !== this.#slotOpen) await this.#setSlot();
      await this.#pause(this.#delays.pollMs);
      lookInMs -= this.#delays.pollMs;
    }
  }

  #take(buffer: CreditBuffer): void {
    const last = this.#eventCounter;
    this.#eventCounter = buffer.eventCounter;
    // What stood in the buffer before the box was ever read is nobody's payment.
    if (last === null) return;
    const { positions, errors, lost, reset } = newsOf(last, buffer);
    const yen = positions.map((position) => this.acceptor.yenAt(position));
    const known = yen.filter((value) => value !== undefined);
    if (known.length > 0) this.#listener.onCoins(known, buffer.eventCounter);
    if (lost > 0 || known.length < yen.length) this.#listener.onDoubt();
    if (errors.some((code) => BLOCKING_EVENTS.has(code))) this.#lookAtOnce = true;
    if (reset) {
      this.#slotOpen = false;
      this.#listener.onAcceptorBack();
    }
  }

  #setState(state: BoxParts['acceptor']): void {
    this.#state = state;
    this.#listener.onChange();
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#closing.signal }).catch(() => {});
  }
}

/** One wire for the bus, whichever serial device stands behind it at the moment. */
class SwitchedLine implements ByteLine {
  #line: ByteLine | null = null;

  get isOpen(): boolean {
    return this.#line?.isOpen ?? false;
  }

  connect(line: ByteLine): void {
    this.#line = line;
  }

  write(bytes: Uint8Array): void {
    this.#line?.write(bytes);
  }

  onBytes(listener: (chunk: Uint8Array) => void): () => void {
    return this.#line?.onBytes(listener) ?? (() => {});
  }

  onClose(listener: () => void): () => void {
    return this.#line?.onClose(listener) ?? (() => {});
  }

  async close(): Promise<void> {
    await this.#line?.close();
  }
}
