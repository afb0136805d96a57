/** A coin acceptor on the bus: which coins it knows, its slot, what has fallen in, and how it is. */
import { err, ok, type Result } from 'neverthrow';
import type { Bus, BusError } from './bus.ts';
import { statusOfSelfCheck, yenOfCoinId } from './coin-codes.ts';
import { COMMANDS, type Command } from './commands.ts';
import type { CcTalkConfiguration } from './configuration.ts';
import type { CreditBuffer } from './layouts.ts';

const POSITIONS = 16;

export type IdentifyError = BusError | { readonly kind: 'wrong-device' } | { readonly kind: 'foreign-coin' };

export class Acceptor {
  readonly #bus: Bus;
  readonly #configuration: CcTalkConfiguration['acceptor'];
  /** Yen by coin position. */
  #coins: ReadonlyMap<number, number> = new Map();

  constructor(bus: Bus, configuration: CcTalkConfiguration['acceptor']) {
    this.#bus = bus;
    this.#configuration = configuration;
  }

  get acceptedYen(): readonly number[] {
    return [...this.#coins.values()];
  }

  yenAt(position: number): number | undefined {
    return this.#coins.get(position);
  }

  /** Makes sure that this is a coin acceptor whose coins we know, and closes its slot. */
  async identify(): Promise<Result<void, IdentifyError>> {
    const category = await this.#ask(COMMANDS.equipmentCategory, undefined);
    if (category.isErr()) return err(category.error);
    if (!/^coin acceptor/i.test(category.value)) return err({ kind: 'wrong-device' });
    const closed = await this.closeSlot();
    if (closed.isErr()) return err(closed.error);
    const coins = await this.#readCoins();
    if (coins.isErr()) return err(coins.error);
    this.#coins = coins.value;
    return coins.value.size === 0 ? err({ kind: 'foreign-coin' }) : ok();
  }

  /** Opens the slot for the coins we know, and reads back that it is. */
  async openSlot(): Promise<Result<void, BusError>> {
    const inhibited = await this.#ask(COMMANDS.modifyInhibits, this.#mask());
    if (inhibited.isErr()) return inhibited;
    const told = await this.#ask(COMMANDS.modifyMasterInhibit, 1);
    if (told.isErr()) return told;
    return (await this.isSlotOpen()) ? ok() : err({ kind: 'refused' });
  }

  async isSlotOpen(): Promise<boolean> {
    const master = await this.#ask(COMMANDS.masterInhibit, undefined);
    const inhibits = await this.#ask(COMMANDS.inhibits, undefined);
    return master.isOk() && (master.value & 1) === 1 && inhibits.isOk() && inhibits.value === this.#mask();
  }

  async closeSlot(): Promise<Result<void, BusError>> {
    return await this.#ask(COMMANDS.modifyMasterInhibit, 0);
  }

  async readCredits(): Promise<Result<CreditBuffer, BusError>> {
    return await this.#ask(COMMANDS.readCredits, undefined);
  }

  async selfCheck(): Promise<Result<'ready' | 'coin-jam' | 'attention', BusError>> {
    return (await this.#ask(COMMANDS.selfCheck, undefined)).map(statusOfSelfCheck);
  }

  async #readCoins(): Promise<Result<ReadonlyMap<number, number>, IdentifyError>> {
    const { coins } = this.#configuration;
    if (coins !== undefined) return ok(new Map(coins.map(({ position, yen }) => [position, yen])));
    const known = new Map<number, number>();
    for (let position = 1; position <= POSITIONS; position += 1) {
      const coinId = await this.#ask(COMMANDS.coinId, position);
      if (coinId.isErr()) {
        // An acceptor with fewer positions refuses the others.
        if (coinId.error.kind === 'refused') break;
        return err(coinId.error);
      }
      const yen = yenOfCoinId(coinId.value);
      if (yen.isErr()) return err(yen.error);
      if (yen.value !== null) known.set(position, yen.value);
    }
    return ok(known);
  }

  #mask(): number {
    return [...this.#coins.keys()].reduce((bits, position) => bits | (1 << (position - 1)), 0);
  }

  #ask<Q, A>(command: Command<Q, A>, question: Q): Promise<Result<A, BusError>> {
    return this.#bus.ask(this.#configuration.address, command, question);
  }
}
