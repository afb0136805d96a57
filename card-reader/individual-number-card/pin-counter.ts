import { err, ok, type Result } from 'neverthrow';
import { STATUS } from '../apdu/status-words.ts';
import { unreachable } from '../exhaustive.ts';
import type { CallOptions } from '../reader.ts';
import { PIN_FILE } from './applications.ts';
import { type CardError, unexpectedStatus } from './card-error.ts';
import type { CardExchange } from './card-exchange.ts';
import { triesInAnswer, verifyOutcome } from './pin-outcome.ts';
import { selectFile } from './read-elementary-file.ts';

/** How the PIN is named in VERIFY: by its short identifier, or as the file selected before. */
type PinReference = 'short-identifier' | 'current-file';

/** The retry counter of the 4-digit PIN, which is the card's and the resident's: asking is free, a VERIFY is not. */
export class PinCounter {
  readonly #exchange: CardExchange;
  #reference: PinReference = 'short-identifier';
  #known: number | undefined;
  /** Commands sent when the PIN file was last selected; any later one may have selected another. */
  #selectedAt = -1;

  constructor(exchange: CardExchange) {
    this.#exchange = exchange;
  }

  /** Tries left as far as known; undefined before the first question and after an unclear VERIFY. */
  get known(): number | undefined {
    return this.#known;
  }

  /** The AP was selected again: nothing asked before counts any more. */
  forget(): void {
    this.#known = undefined;
  }

  /** Asks the counter (VERIFY without data). Zero means locked. */
  async ask(options: CallOptions): Promise<Result<number, CardError>> {
    this.#known = undefined;
    const direct = await this.#exchange.once(this.#verifyCommand(), options);
    if (this.#exchange.failure !== undefined) return err(this.#exchange.failure);
    const tries = direct.isOk() ? triesInAnswer(direct.value.statusWord) : undefined;
    if (tries !== undefined) return this.#learn(tries);

    const selected = await this.#select(options);
    if (selected.isErr()) return err(selected.error);
    const answer = await this.#exchange.once(this.#verifyCommand(), options);
    if (answer.isErr()) return err(answer.error);
    this.#selectedAt = this.#exchange.apduCount;
    const selectedTries = triesInAnswer(answer.value.statusWord);
    if (selectedTries === undefined) return err(unexpectedStatus('ask tries', answer.value.statusWord));
    return this.#learn(selectedTries);
  }

  /** Exactly one VERIFY with the PIN, and none when no try is left or the count is not known. */
  async verify(pin: Uint8Array, options: CallOptions): Promise<Result<void, CardError>> {
    if (this.#known === undefined) return err({ kind: 'pin-unclear' });
    if (this.#known === 0) return err({ kind: 'pin-locked' });
    if (this.#exchange.failure !== undefined) return err(this.#exchange.failure);
    if (options.signal?.aborted === true) return err({ kind: 'aborted' });
    if (this.#reference === 'current-file' && this.#selectedAt !== this.#exchange.apduCount) {
      const selected = await this.#select(options);
      if (selected.isErr()) return err(selected.error);
    }
    this.#known = undefined;
    const data = pin.slice();
    try {
      const answer = await this.#exchange.once({ ...this.#verifyCommand(), data }, options);
      return answer.isErr() ? err({ kind: 'pin-unclear' }) : this.#settle(answer.value.statusWord, options);
    } finally {
      data.fill(0);
    }
  }

  async #settle(statusWord: number, options: CallOptions): Promise<Result<void, CardError>> {
    const outcome = verifyOutcome(statusWord);
    switch (outcome.kind) {
      case 'right':
        return ok();
      case 'wrong':
        this.#known = outcome.triesLeft;
        return err({ kind: 'pin-wrong', triesLeft: outcome.triesLeft });
      case 'locked':
        this.#known = 0;
        return err({ kind: 'pin-locked' });
      case 'wrong-without-count': {
        const tries = await this.ask(options);
        if (tries.isErr()) return err({ kind: 'pin-unclear' });
        return tries.value === 0 ? err({ kind: 'pin-locked' }) : err({ kind: 'pin-wrong', triesLeft: tries.value });
      }
      case 'not-processed':
        return err(unexpectedStatus('verify PIN', statusWord));
      case 'unclear':
        return err({ kind: 'pin-unclear' });
      default:
        return unreachable(outcome);
    }
  }

  #learn(tries: number): Result<number, CardError> {
    this.#known = tries;
    return ok(tries);
  }

  /** Falls back to naming the PIN by SELECT. A card without that file has no PIN and cannot be used here. */
  async #select(options: CallOptions): Promise<Result<void, CardError>> {
    const selected = await this.#exchange.once(selectFile(PIN_FILE.fileId), options);
    if (selected.isErr()) return err(selected.error);
    this.#reference = 'current-file';
    const { statusWord } = selected.value;
    if (statusWord === STATUS.done) return ok();
    return err(
      statusWord === STATUS.notFound
        ? { kind: 'wrong-card', hint: 'no-pin' }
        : unexpectedStatus('select PIN', statusWord),
    );
  }

  #verifyCommand() {
    const p2 = this.#reference === 'short-identifier' ? 0x80 | PIN_FILE.shortId : 0x80;
    return { cla: 0x00, ins: 0x20, p1: 0x00, p2 } as const;
  }
}
