import { err, ok, type Result } from 'neverthrow';
import type { CommandApdu } from '../../apdu/command.ts';
import type { ResponseApdu } from '../../apdu/response.ts';
import { CardExchange } from '../../individual-number-card/card-exchange.ts';
import type { CallOptions, CardConnection } from '../../reader.ts';
import type { SecureMessaging } from '../messaging/secure-messaging.ts';
import type { ChipError, PassportStep } from '../passport-error.ts';

/** One chip, spoken to in the clear until a session is agreed on, and under its keys from then on. */
export class ChipChannel {
  readonly #exchange: CardExchange;
  readonly #options: CallOptions;
  #session: SecureMessaging | undefined;
  #failure: ChipError | undefined;

  constructor(connection: CardConnection, options: CallOptions = {}) {
    this.#exchange = new CardExchange(connection);
    this.#options = options;
  }

  /** Commands sent so far. */
  get apduCount(): number {
    return this.#exchange.apduCount;
  }

  /** From now on every command is protected. */
  protectWith(session: SecureMessaging): void {
    if (this.#session !== undefined) throw new Error('a session is agreed on once');
    this.#session = session;
  }

  /** Sends one command; any status word is an answer. After an error under protection nothing is sent any more. */
  async send(step: PassportStep, command: CommandApdu): Promise<Result<ResponseApdu, ChipError>> {
    if (this.#failure !== undefined) return err(this.#failure);
    const session = this.#session;
    if (session === undefined) return this.#exchange.once(command, this.#options);
    const answer = await this.#exchange.once(session.protect(command), this.#options);
    if (answer.isErr()) return this.#fail(answer.error);
    const opened = session.unprotect(answer.value);
    answer.value.data.fill(0);
    if (opened.isErr())
      return this.#fail(
        opened.error.kind === 'unprotected'
          ? { kind: 'unexpected-status', step, statusWord: opened.error.statusWord }
          : { kind: 'channel-broken', step },
      );
    if (opened.value.data.length <= (command.expectedLength ?? 0)) return ok(opened.value);
    opened.value.data.fill(0);
    return this.#fail({ kind: 'channel-broken', step });
  }

  /** Overwrites the session's keys. Nothing can be sent afterwards. */
  close(): void {
    this.#failure ??= { kind: 'closed' };
    this.#session?.wipe();
  }

  #fail(failure: ChipError): Result<never, ChipError> {
    this.#failure = failure;
    return err(failure);
  }
}
