/**
 * One payment that can be made in two ways. Both wait; the first money turns the other off: a coin the card reader, a card that is
 * presented the coins (until it is declined). What falls in during that moment stays with its device as money to be returned.
 */
import { err, ok, type Result } from 'neverthrow';
import type { PaymentMeans } from '../../snapshot.ts';
import type { CashlessTerminal } from '../cashless/index.ts';
import type { Collected, CollectOptions, FeeCollector, FeeError, FeeEvent } from '../fee-collector.ts';

type Outcome = Result<Collected, FeeError>;
type Lane = { readonly stop: AbortController; readonly ended: Promise<void> };

export type RaceParts = {
  readonly coinBox: FeeCollector;
  readonly cashless: CashlessTerminal;
  /** Called before a device may take money; `false` forbids it. */
  readonly onBegin: (means: PaymentMeans) => boolean;
  /** Called with what the device holds when it takes no more. */
  readonly onEnd: (means: PaymentMeans, insertedYen: number) => void;
};

export class Race {
  readonly #order: CollectOptions;
  readonly #parts: RaceParts;
  readonly #lanes = new Map<PaymentMeans, Lane>();
  readonly #heldYen: Record<PaymentMeans, number> = { coins: 0, cashless: 0 };
  readonly #done = Promise.withResolvers<Outcome>();
  #presented = false;
  #outcome: Outcome | null = null;
  #cancelled = false;
  #shown = '';

  constructor(order: CollectOptions, parts: RaceParts) {
    this.#order = order;
    this.#parts = parts;
  }

  async run(): Promise<Outcome> {
    const { signal } = this.#order;
    const { coinBox, cashless } = this.#parts;
    const cancel = (): void => {
      this.#cancelled = true;
      this.#turnOff('coins');
      this.#turnOff('cashless');
    };
    const stops = [
      cashless.onPresented((presented) => this.#onPresented(presented)),
      coinBox.watch(() => this.#enterReady()),
      cashless.watch(() => this.#enterReady()),
      () => signal?.removeEventListener('abort', cancel),
    ];
    try {
      this.#enterReady();
      // Nothing works: the coin box says what is wrong, and may come back.
      if (this.#lanes.size === 0) this.#enter('coins');
      signal?.addEventListener('abort', cancel);
      if (signal?.aborted) cancel();
      return await this.#done.promise;
    } finally {
      for (const stop of stops) stop();
    }
  }

  #enterReady(): void {
    if (this.#ready('coins') && !this.#presented) this.#enter('coins');
    if (this.#ready('cashless') && this.#heldYen.coins === 0) this.#enter('cashless');
    this.#show();
  }

  #enter(means: PaymentMeans): void {
    if (this.#outcome !== null || this.#cancelled || this.#lanes.has(means)) return;
    if (!this.#parts.onBegin(means)) {
      this.#settle(err({ kind: 'offline', cause: 'the ledger cannot be written' }));
      return;
    }
    const device = means === 'coins' ? this.#parts.coinBox : this.#parts.cashless;
    const stop = new AbortController();
    const collecting = device.collect({
      ...this.#order,
      signal: stop.signal,
      onEvent: (event) => this.#onEvent(means, event),
    });
    const ended = collecting.then(
      (outcome) => this.#onEnded(means, outcome),
      (cause: unknown) => this.#done.reject(cause),
    );
    this.#lanes.set(means, { stop, ended });
  }

  #onEvent(means: PaymentMeans, event: FeeEvent): void {
    switch (event.kind) {
      case 'means':
        return;
      case 'inserted':
        this.#heldYen[means] = event.insertedYen;
        if (means === 'coins') this.#turnOff('cashless');
        // A card that is authorised while coins lie in escrow already is no money of this payment.
        if (means === 'coins' || this.#heldYen.coins === 0) this.#order.onEvent(event);
        break;
      case 'attention':
      case 'attention-cleared':
        // What can be paid otherwise, and has no money in the device that fails, needs nobody.
        if (this.#heldYen[means] > 0 || this.#usable().length === 0 || event.kind === 'attention-cleared') {
          this.#order.onEvent(event);
        }
        break;
      default: {
        const never: never = event;
        throw new Error(`Unknown event ${JSON.stringify(never)}`);
      }
    }
    this.#show();
  }

  #onPresented(presented: boolean): void {
    this.#presented = presented;
    if (presented && this.#heldYen.coins === 0) this.#turnOff('coins');
    this.#enterReady();
  }

  #onEnded(means: PaymentMeans, outcome: Outcome): void {
    this.#lanes.delete(means);
    const said = outcome.match(
      (collected) => collected.insertedYen,
      (error) => ('insertedYen' in error && error.unheard !== true ? error.insertedYen : null),
    );
    // A device that went silent may hold something: it stays a holder until it says otherwise.
    if (said !== null) {
      this.#heldYen[means] = said;
      this.#parts.onEnd(means, said);
    }
    const turnedOff = outcome.isErr() && outcome.error.kind === 'cancelled' && !this.#cancelled;
    const { dueYen } = this.#order;
    if (outcome.isOk()) this.#settle(outcome);
    // Turned off for the other's sake, and yet it had the whole sum already: then this is the payment.
    else if (turnedOff && said !== null && said >= dueYen) {
      this.#settle(ok({ insertedYen: said, changeYen: said - dueYen, means }));
    } else if (turnedOff) this.#enterReady();
    if (this.#lanes.size === 0 && this.#outcome === null) this.#settle(outcome);
    this.#show();
  }

  /** The other device stops too before anybody hears of the end. */
  #settle(outcome: Outcome): void {
    if (this.#outcome !== null) return;
    this.#outcome = outcome;
    const others = [...this.#lanes.values()].map(({ ended }) => ended);
    this.#turnOff('coins');
    this.#turnOff('cashless');
    Promise.all(others).then(
      () => this.#done.resolve(this.#withAllMoney(outcome)),
      (cause: unknown) => this.#done.reject(cause),
    );
  }

  #withAllMoney(outcome: Outcome): Outcome {
    const insertedYen = this.#heldYen.coins + this.#heldYen.cashless;
    return outcome.mapErr((error) => ('insertedYen' in error ? { ...error, insertedYen } : error));
  }

  #turnOff(means: PaymentMeans): void {
    this.#lanes.get(means)?.stop.abort();
  }

  #ready(means: PaymentMeans): boolean {
    return (means === 'coins' ? this.#parts.coinBox : this.#parts.cashless).status() === 'ready';
  }

  /** What can take money now. */
  #usable(): PaymentMeans[] {
    return [...this.#lanes]
      .filter(([means, { stop }]) => !stop.signal.aborted && this.#ready(means))
      .map(([means]) => means)
      .sort()
      .reverse();
  }

  #show(): void {
    const means = this.#outcome === null ? this.#usable() : [];
    if (means.length === 0 || means.join() === this.#shown) return;
    this.#shown = means.join();
    this.#order.onEvent({ kind: 'means', means });
  }
}
