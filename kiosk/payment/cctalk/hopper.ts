/** One hopper on the bus: how it is, and paying coins out of it in a way that can be counted afterwards. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from 'neverthrow';
import type { Bus, BusError } from './bus.ts';
import { COMMANDS, type Command, HOPPER_ENABLED } from './commands.ts';
import type { HopperConfiguration } from './configuration.ts';
import type { CcTalkDelays } from './delays.ts';
import { type HopperLevel, UNSIGNED_24 } from './layouts.ts';

export type HopperCondition = 'ready' | 'jammed' | 'empty' | 'silent' | 'wrong-device';
export type HopperError = BusError | { readonly kind: 'unsteady-count' } | { readonly kind: 'never-idle' };

export class Hopper {
  readonly address: number;
  readonly coinYen: number;
  readonly #bus: Bus;
  readonly #delays: CcTalkDelays;
  readonly #authorisation: HopperConfiguration['authorisation'];
  #condition: HopperCondition = 'silent';
  #level: HopperLevel = { low: null, full: null };

  constructor(bus: Bus, configuration: HopperConfiguration, delays: CcTalkDelays) {
    this.#bus = bus;
    this.#delays = delays;
    this.address = configuration.address;
    this.coinYen = configuration.coinYen;
    this.#authorisation = configuration.authorisation;
  }

  get condition(): HopperCondition {
    return this.#condition;
  }

  get level(): HopperLevel {
    return this.#level;
  }

  /** Makes sure that this is a hopper. A reset it has had since tells that somebody saw to it. */
  async identify(): Promise<void> {
    const category = await this.#ask(COMMANDS.equipmentCategory, undefined);
    if (category.isErr()) this.#condition = 'silent';
    else if (!/^payout/i.test(category.value)) this.#condition = 'wrong-device';
    else await this.look();
  }

  /** Flags and level; a jam is tried to be cleared by a reset, and the next look tells whether it is gone. */
  async look(): Promise<void> {
    const flags = await this.#ask(COMMANDS.testHopper, undefined);
    const level = await this.#ask(COMMANDS.hopperLevel, undefined);
    const status = await this.#ask(COMMANDS.hopperStatus, undefined);
    if (flags.isErr() || status.isErr()) {
      this.#condition = 'silent';
      return;
    }
    // A hopper without level sensors may refuse to speak of them.
    this.#level = level.unwrapOr({ low: null, full: null });
    const { currentExceeded, exitBlockedWhileIdle, exitShorted, exitBlockedInPayout } = flags.value;
    if (currentExceeded || exitBlockedWhileIdle || exitShorted || exitBlockedInPayout) {
      this.#condition = 'jammed';
      if (status.value.remainingCoins === 0) await this.#slow(COMMANDS.reset, undefined);
      return;
    }
    const filled = this.#level.low === false || (this.#level.low === null && status.value.eventCounter === 0);
    this.#condition = this.#condition === 'empty' && !filled ? 'empty' : 'ready';
  }

  /** What must be written down before `dispense`: the hopper's own count, and which hopper counts. */
  async account(): Promise<Result<{ countBefore: number; serialNumber: number }, HopperError>> {
    const idle = await this.#untilIdle();
    if (idle.isErr()) return err(idle.error);
    const serialNumber = await this.#ask(COMMANDS.serialNumber, undefined);
    if (serialNumber.isErr()) return err(serialNumber.error);
    const count = await this.#steadyCount();
    return count.map((countBefore) => ({ countBefore, serialNumber: serialNumber.value }));
  }

  /**
   * Tells the hopper once to pay. Says nothing about whether it did: an answer can be lost, and a hopper can stop on its way.
   * Only `account` afterwards knows.
   */
  async dispense(coins: number, serialNumber: number): Promise<Result<void, BusError>> {
    const enabled = await this.#ask(COMMANDS.enableHopper, HOPPER_ENABLED);
    if (enabled.isErr()) return enabled;
    const authorisation = await this.#authorise(serialNumber);
    if (authorisation.isErr()) return err(authorisation.error);
    return await this.#slow(COMMANDS.dispense, { authorisation: authorisation.value, coins });
  }

  /** After a payout that fell short: why. A flag says jam; otherwise there was nothing left to pay. */
  async judgeShortfall(): Promise<void> {
    await this.look();
    if (this.#condition === 'ready') this.#condition = 'empty';
  }

  async #authorise(serialNumber: number): Promise<Result<Uint8Array, BusError>> {
    switch (this.#authorisation) {
      case 'serial-number':
        return ok(UNSIGNED_24.write(serialNumber));
      case 'unchecked-bytes': {
        const pumped = await this.#ask(COMMANDS.pumpRandom, randomBytes(8));
        if (pumped.isErr()) return err(pumped.error);
        return await this.#ask(COMMANDS.cipherKey, undefined);
      }
      default: {
        const never: never = this.#authorisation;
        throw new Error(`Unknown authorisation ${String(never)}`);
      }
    }
  }

  /** A hopper that is still paying must be waited for: its count is not final. */
  async #untilIdle(): Promise<Result<void, HopperError>> {
    const looks = Math.ceil(this.#delays.payoutLimitMs / this.#delays.payoutPollMs);
    for (let look = 0; look < looks; look += 1) {
      const status = await this.#ask(COMMANDS.hopperStatus, undefined);
      if (status.isErr()) return err(status.error);
      if (status.value.remainingCoins === 0) return ok();
      await sleep(this.#delays.payoutPollMs);
    }
    return err({ kind: 'never-idle' });
  }

  /** Money hangs on this number: it counts only when two answers in a row agree. */
  async #steadyCount(): Promise<Result<number, HopperError>> {
    let last: number | null = null;
    for (let reading = 0; reading < 4; reading += 1) {
      const count = await this.#ask(COMMANDS.dispenseCount, undefined);
      if (count.isErr()) return err(count.error);
      if (count.value === last) return ok(count.value);
      last = count.value;
    }
    return err({ kind: 'unsteady-count' });
  }

  #ask<Q, A>(command: Command<Q, A>, question: Q): Promise<Result<A, BusError>> {
    return this.#bus.ask(this.address, command, question);
  }

  #slow<Q, A>(command: Command<Q, A>, question: Q): Promise<Result<A, BusError>> {
    return this.#bus.askOnce(this.address, command, question, this.#delays.slowAnswerLimitMs);
  }
}
