import { err, ok, type Result } from 'neverthrow';
import { type CommandApdu, encodeCommand } from '../apdu/command.ts';
import { concatBytes } from '../apdu/hex.ts';
import { parseResponse, type ResponseApdu } from '../apdu/response.ts';
import { meaningOf } from '../apdu/status-words.ts';
import type { CallOptions, CardConnection, ReaderError } from '../reader.ts';

/** No object on this card comes near it; a card that talks on and on is cut off here. */
export const LONGEST_ANSWER = 4_096;
/** GET RESPONSE rounds for one command; an honest card needs two at most. */
const MOST_ROUNDS = 20;

/** Sends commands over one connection, counts them, and settles `61XX` and `6CXX` (ISO/IEC 7816-4, 5.3.4). */
export class CardExchange {
  readonly #connection: CardConnection;
  #failure: ReaderError | undefined;
  apduCount = 0;
  byteCount = 0;

  constructor(connection: CardConnection) {
    this.#connection = connection;
  }

  /** The card's answer to reset: a hint for the wording of a refusal, and for nothing else. */
  get atr(): Uint8Array {
    return this.#connection.atr;
  }

  /** True when the reader states that it passes extended-length commands on. */
  get extendedLength(): boolean {
    return this.#connection.extendedLength === true;
  }

  /** The failure that ended the connection, if one did: nothing can be sent any more. */
  get failure(): ReaderError | undefined {
    return this.#failure;
  }

  /** One command, one answer, nothing more: the form a VERIFY needs. The command's bytes are zeroed afterwards. */
  async once(command: CommandApdu, options: CallOptions = {}): Promise<Result<ResponseApdu, ReaderError>> {
    if (this.#failure !== undefined) return err(this.#failure);
    const bytes = encodeCommand(command);
    try {
      const answer = await this.#connection.transmit(bytes, options);
      this.apduCount += 1;
      this.byteCount += bytes.length;
      if (answer.isErr()) {
        this.#failure = answer.error;
        return err(answer.error);
      }
      this.byteCount += answer.value.length;
      const response = parseResponse(answer.value);
      if (response.isOk() && response.value.data.length <= (command.expectedLength ?? 0)) return ok(response.value);
      answer.value.fill(0);
      return err({ kind: 'answer-malformed', ...(response.isErr() ? { cause: response.error } : {}) });
    } finally {
      bytes.fill(0);
    }
  }

  /** A command whose answer may come in parts or ask for another length. */
  async send(command: CommandApdu, options: CallOptions = {}): Promise<Result<ResponseApdu, ReaderError>> {
    const first = await this.once(command, options);
    if (first.isErr()) return first;
    const meaning = meaningOf(first.value.statusWord);
    if (meaning.kind === 'exactLength' && command.expectedLength !== undefined)
      return this.#collect(await this.once({ ...command, expectedLength: meaning.length }, options), options);
    return this.#collect(first, options);
  }

  async #collect(
    first: Result<ResponseApdu, ReaderError>,
    options: CallOptions,
  ): Promise<Result<ResponseApdu, ReaderError>> {
    if (first.isErr()) return first;
    let data = first.value.data;
    let statusWord = first.value.statusWord;
    for (let round = 0; round <= MOST_ROUNDS; round++) {
      const meaning = meaningOf(statusWord);
      if (meaning.kind !== 'moreData') return ok({ data, statusWord });
      if (data.length > LONGEST_ANSWER) break;
      const next = await this.once(
        { cla: 0x00, ins: 0xc0, p1: 0x00, p2: 0x00, expectedLength: meaning.length },
        options,
      );
      if (next.isErr()) return next;
      const joined = concatBytes(data, next.value.data);
      data.fill(0);
      next.value.data.fill(0);
      data = joined;
      statusWord = next.value.statusWord;
    }
    data.fill(0);
    return err({ kind: 'answer-malformed' });
  }
}
