import { createHash } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { concatBytes, fromHex } from '../apdu/hex.ts';
import { STATUS } from '../apdu/status-words.ts';
import type { CallOptions, CardConnection } from '../reader.ts';
import { ELEMENTARY_FILES, type ElementaryFile } from './applications.ts';
import { type CardError, unexpectedStatus } from './card-error.ts';
import { CardExchange } from './card-exchange.ts';
import { type CardImage, wipeCardImage } from './card-image.ts';
import { PinCounter } from './pin-counter.ts';
import { type ReadingHabits, readElementaryFile } from './read-elementary-file.ts';
import { selectCardApplication } from './recognise-card.ts';

/** 券面事項入力補助AP of one card, selected (K2). */
export interface CardApplication {
  /** Tries left for the 4-digit PIN; 0 is locked. Costs no try. */
  triesLeft(options?: CallOptions): Promise<Result<number, CardError>>;
  /**
   * Sends the four ASCII digits in exactly one VERIFY; it is never repeated by this code. Tries are asked first if they
   * are not known, and with none left nothing is sent. The buffer stays the caller's, to be zeroed there.
   */
  verifyPin(pin: Uint8Array, options?: CallOptions): Promise<Result<void, CardError>>;
  /** Reads the five files whole. Needs the PIN. The caller wipes the image. */
  readAll(options?: CallOptions): Promise<Result<CardImage, CardError>>;
  /** The card's own signature over a challenge of VRS: RSASSA-PKCS1-v1_5 with SHA-256, 256 bytes. Needs no PIN. */
  signChallenge(challenge: Uint8Array, options?: CallOptions): Promise<Result<Uint8Array, CardError>>;
  /** Commands sent so far, and bytes both ways. */
  readonly apduCount: number;
  readonly byteCount: number;
}

/** DigestInfo of SHA-256 without the digest (RFC 8017, 9.2 note 1). */
const SHA_256_DIGEST_INFO = fromHex('3031300D060960864801650304020105000420');

/** Selects the AP on a freshly connected card. A card without it gives `wrong-card` with a hint for the screen. */
export async function openCardApplication(
  connection: CardConnection,
  options: CallOptions = {},
): Promise<Result<CardApplication, CardError>> {
  const exchange = new CardExchange(connection);
  const selected = await selectCardApplication(exchange, options);
  return selected.map(() => new SelectedCardApplication(exchange));
}

class SelectedCardApplication implements CardApplication {
  readonly #exchange: CardExchange;
  readonly #pin: PinCounter;
  readonly #habits: ReadingHabits;
  #restarted = false;

  constructor(exchange: CardExchange) {
    this.#exchange = exchange;
    this.#pin = new PinCounter(exchange);
    this.#habits = { shortIdentifiers: 'untried', extendedLength: exchange.extendedLength };
  }

  get apduCount(): number {
    return this.#exchange.apduCount;
  }

  get byteCount(): number {
    return this.#exchange.byteCount;
  }

  triesLeft(options: CallOptions = {}): Promise<Result<number, CardError>> {
    return this.#restartingOnce(() => this.#pin.ask(options), options);
  }

  async verifyPin(pin: Uint8Array, options: CallOptions = {}): Promise<Result<void, CardError>> {
    if (pin.length !== 4 || !pin.every((byte) => byte >= 0x30 && byte <= 0x39))
      throw new RangeError('a PIN is four ASCII digits');
    if (this.#pin.known === undefined) {
      const tries = await this.triesLeft(options);
      if (tries.isErr()) return err(tries.error);
    }
    return this.#pin.verify(pin, options);
  }

  async readAll(options: CallOptions = {}): Promise<Result<CardImage, CardError>> {
    const empty = new Uint8Array(0);
    const image: CardImage = { ef0001: empty, ef0002: empty, ef0003: empty, ef0004: empty, ef0007: empty };
    for (const key of ['ef0001', 'ef0002', 'ef0003', 'ef0004', 'ef0007'] as const) {
      const file = await this.#read(ELEMENTARY_FILES[key], options);
      if (file.isErr()) {
        wipeCardImage(image);
        return err(file.error);
      }
      image[key] = file.value;
    }
    return ok(image);
  }

  signChallenge(challenge: Uint8Array, options: CallOptions = {}): Promise<Result<Uint8Array, CardError>> {
    const digest = createHash('sha256').update(challenge).digest();
    const data = concatBytes(SHA_256_DIGEST_INFO, digest);
    return this.#restartingOnce(async () => {
      const answer = await this.#exchange.send(
        { cla: 0x80, ins: 0x2a, p1: 0x00, p2: 0x00, data, expectedLength: 256 },
        options,
      );
      if (answer.isErr()) return err(answer.error);
      const { statusWord, data: signature } = answer.value;
      if (statusWord !== STATUS.done) return err(unexpectedStatus('sign challenge', statusWord));
      if (signature.length !== 256) return err({ kind: 'object-malformed', file: 'challenge signature' });
      return ok(new Uint8Array(signature));
    }, options);
  }

  #read(file: ElementaryFile, options: CallOptions): Promise<Result<Uint8Array, CardError>> {
    return this.#restartingOnce(() => readElementaryFile(this.#exchange, file, this.#habits, options), options);
  }

  /**
   * A card that forgot its state (security lost, no current file) gets its AP selected again, once in a connection.
   * That also ends a verified PIN, and a PIN is never sent twice by program: files behind it then stay closed, the
   * refusal is reported, and the resident is asked again.
   */
  async #restartingOnce<T>(
    step: () => Promise<Result<T, CardError>>,
    options: CallOptions,
  ): Promise<Result<T, CardError>> {
    const result = await step();
    if (result.isOk() || this.#restarted || !isStateLost(result.error)) return result;
    this.#restarted = true;
    this.#pin.forget();
    const selected = await selectCardApplication(this.#exchange, options);
    return selected.isErr() ? err(selected.error) : step();
  }
}

/** Answers of a chip that runs, but whose selected AP or verified PIN is gone: power was lost for a moment. */
function isStateLost(error: CardError): boolean {
  if (error.kind === 'wrong-card') return error.hint === 'no-pin';
  if (error.kind !== 'unexpected-status') return false;
  switch (error.statusWord) {
    case STATUS.securityNotSatisfied:
    case STATUS.noCurrentFile:
      return true;
    case STATUS.notFound:
      return error.step === 'select EF';
    case STATUS.conditionsNotSatisfied:
      return error.step === 'sign challenge';
    default:
      return false;
  }
}
