/** The host of a ccTalk bus: one question at a time, its answer found among noise, and asked again where that is safe. */
import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from 'neverthrow';
import type { ByteLine } from './byte-line.ts';
import { ANSWERED, BUSY, type Command, REFUSED } from './commands.ts';
import type { CcTalkDelays } from './delays.ts';
import { type Checksum, encodeFrame, type Frame, HOST_ADDRESS } from './frame.ts';
import { readLayout } from './layouts.ts';
import { type NoReply, ReplyFinder } from './reply-finder.ts';

export type BusError =
  | { readonly kind: 'no-answer'; readonly why: NoReply | 'closed' }
  /** The device says that it cannot do that now. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'busy' }
  /** An answer of another shape or meaning than the question's. */
  | { readonly kind: 'unexpected-answer'; readonly header: number };

export type BusOptions = { readonly checksum: Checksum; readonly localEcho: boolean; readonly delays: CcTalkDelays };

export class Bus {
  readonly #line: ByteLine;
  readonly #options: BusOptions;
  /** The tail of the queue: half duplex, and one host. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(line: ByteLine, options: BusOptions) {
    this.#line = line;
    this.#options = options;
  }

  /**
   * Asks until an answer comes, at most `attempts` times. Only for commands that do no harm when they are carried out twice:
   * the answer may be what was lost.
   */
  async ask<Q, A>(address: number, command: Command<Q, A>, question: Q): Promise<Result<A, BusError>> {
    let answer = await this.askOnce(address, command, question);
    for (let attempt = 1; attempt < this.#options.delays.attempts; attempt += 1) {
      if (answer.isOk() || answer.error.kind === 'refused') return answer;
      answer = await this.askOnce(address, command, question);
    }
    return answer;
  }

  /** Says it exactly once. Without an answer nobody knows whether it was heard. */
  askOnce<Q, A>(
    address: number,
    command: Command<Q, A>,
    question: Q,
    limitMs = this.#options.delays.answerLimitMs,
  ): Promise<Result<A, BusError>> {
    const asked = this.#last.then(() => this.#exchange(address, command, question, limitMs));
    this.#last = asked;
    return asked;
  }

  async #exchange<Q, A>(
    address: number,
    command: Command<Q, A>,
    question: Q,
    limitMs: number,
  ): Promise<Result<A, BusError>> {
    const { checksum, delays } = this.#options;
    const data = command.question.write(question);
    const bytes = encodeFrame({ destination: address, source: HOST_ADDRESS, header: command.header, data }, checksum);
    const reply = await this.#replyTo(address, bytes, limitMs);
    if (reply.isErr()) {
      if (reply.error !== 'closed') await sleep(delays.quietMs);
      return err({ kind: 'no-answer', why: reply.error });
    }
    const { header } = reply.value;
    if (header === REFUSED) return err({ kind: 'refused' });
    if (header === BUSY) {
      await sleep(delays.busyMs);
      return err({ kind: 'busy' });
    }
    if (header !== ANSWERED) return err({ kind: 'unexpected-answer', header });
    return readLayout(command.answer, reply.value.data).mapErr(() => ({ kind: 'unexpected-answer', header }));
  }

  #replyTo(address: number, bytes: Uint8Array, limitMs: number): Promise<Result<Frame, NoReply | 'closed'>> {
    const { checksum, localEcho } = this.#options;
    if (!this.#line.isOpen) return Promise.resolve(err('closed'));
    const finder = new ReplyFinder({ checksum, address, echo: localEcho ? bytes : null });
    return new Promise((resolve) => {
      const end = (result: Result<Frame, NoReply | 'closed'>): void => {
        clearTimeout(timer);
        stopBytes();
        stopClose();
        resolve(result);
      };
      const timer = setTimeout(() => end(err(finder.whyNone())), limitMs);
      const stopBytes = this.#line.onBytes((chunk) => {
        const frame = finder.push(chunk);
        if (frame !== null) end(ok(frame));
      });
      const stopClose = this.#line.onClose(() => end(err('closed')));
      this.#line.write(bytes);
    });
  }
}
