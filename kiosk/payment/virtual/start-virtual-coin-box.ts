import { type BoxMessage, QuestionSchema } from '../coin-box/messages.ts';
import { parseLine } from '../json-line/line-format.ts';
import { answerQuestion, type BoxState } from './answer-question.ts';
import { CoinBoxLedger, type CoinBoxTallies } from './coin-box-ledger.ts';
import { LineServer } from './line-server.ts';
import type { AcceptedYen } from './money.ts';

export type VirtualCoinBoxOptions = { readonly host?: string; readonly port?: number };

export interface VirtualCoinBox {
  readonly host: string;
  readonly port: number;
  readonly tallies: CoinBoxTallies;
  readonly escrowYen: number;
  readonly jammed: boolean;
  /** The slot is open: a payment is being taken, and its host is there. */
  readonly collecting: boolean;
  /** A coin or a note at the slot: into escrow if a payment is being taken, else straight into the return tray. */
  insert(yen: AcceptedYen): 'taken' | 'fell-through';
  /** The slot is blocked: coins fall through, and the host is told. */
  jam(): void;
  clearJam(): void;
  /** Nothing can be paid out as change or refund; escrow can still be given back, coin by coin as it came. The host is told. */
  setCannotPayOut(cannot: boolean): void;
  /** Not even escrow comes back. */
  setCannotReturn(cannot: boolean): void;
  /** How much change there is, and how full the cash box: only warnings, service goes on. */
  setLevels(levels: { readonly change: 'enough' | 'low'; readonly cashBox: 'room' | 'nearly-full' }): void;
  /** Power is cut or the box hangs: the line stays up, and nothing answers. */
  hang(): void;
  wake(): void;
  /** The line is cut; the box stays as it is. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  /** Cuts the line after the next answer was made and before it is sent. */
  loseNextAnswer(): void;
  onChange(listener: (tallies: CoinBoxTallies) => void): () => void;
  stop(): Promise<void>;
}

/** A coin box in this process, with the whole protocol of the line. One host at a time; the newest one counts. */
export async function startVirtualCoinBox(options: VirtualCoinBoxOptions = {}): Promise<VirtualCoinBox> {
  const box = new Box(options.host ?? '127.0.0.1', options.port ?? 0);
  await box.goOnline();
  return box;
}

class Box implements VirtualCoinBox {
  readonly #server: LineServer;
  readonly #ledger = new CoinBoxLedger();
  readonly #listeners = new Set<(tallies: CoinBoxTallies) => void>();
  #jammed = false;
  #hanging = false;
  #supplies: BoxState['supplies'] = [];
  #loseNextAnswer = false;

  constructor(host: string, port: number) {
    this.#server = new LineServer(host, port, {
      onLine: (line) => this.#receive(line),
      onHostGone: () => this.#ledger.pause(),
    });
  }

  get host(): string {
    return this.#server.host;
  }

  get port(): number {
    return this.#server.port;
  }

  get tallies(): CoinBoxTallies {
    return this.#ledger.tallies;
  }

  get escrowYen(): number {
    return this.#ledger.escrow.escrowYen;
  }

  get jammed(): boolean {
    return this.#jammed;
  }

  get collecting(): boolean {
    return this.#ledger.collecting;
  }

  insert(yen: AcceptedYen): 'taken' | 'fell-through' {
    const taken = this.#ledger.insert(yen, this.#jammed || this.#hanging);
    if (taken !== undefined) this.#tell({ v: 1, news: 'inserted', ...taken });
    this.#changed();
    return taken === undefined ? 'fell-through' : 'taken';
  }

  jam(): void {
    this.#setJammed(true);
  }

  clearJam(): void {
    this.#setJammed(false);
  }

  setCannotPayOut(cannot: boolean): void {
    this.#ledger.cannotPayOut = cannot;
    this.#tellState();
  }

  setCannotReturn(cannot: boolean): void {
    this.#ledger.cannotReturn = cannot;
  }

  setLevels(levels: { readonly change: 'enough' | 'low'; readonly cashBox: 'room' | 'nearly-full' }): void {
    this.#supplies = [
      ...(levels.change === 'low' ? (['change-low'] as const) : []),
      ...(levels.cashBox === 'nearly-full' ? (['coins-nearly-full'] as const) : []),
    ];
    this.#tellState();
  }

  hang(): void {
    this.#hanging = true;
  }

  wake(): void {
    this.#hanging = false;
  }

  loseNextAnswer(): void {
    this.#loseNextAnswer = true;
  }

  goOnline(): Promise<void> {
    return this.#server.goOnline();
  }

  goOffline(): Promise<void> {
    return this.#server.goOffline();
  }

  onChange(listener: (tallies: CoinBoxTallies) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async stop(): Promise<void> {
    this.#listeners.clear();
    await this.goOffline();
  }

  #receive(line: string): boolean {
    const question = parseLine(QuestionSchema, line);
    if (question.isErr()) return false;
    if (this.#hanging) return true;
    const answer = answerQuestion(question.value, this.#ledger, this.#state());
    this.#changed();
    if (this.#loseNextAnswer) {
      this.#loseNextAnswer = false;
      return false;
    }
    this.#tell({ v: 1, id: question.value.id, ...answer });
    return true;
  }

  #setJammed(jammed: boolean): void {
    this.#jammed = jammed;
    this.#tellState();
  }

  #state(): BoxState {
    return {
      faults: [
        ...(this.#jammed ? (['coin-jam'] as const) : []),
        ...(this.#ledger.cannotPayOut ? (['no-change'] as const) : []),
      ],
      supplies: this.#supplies,
    };
  }

  #tellState(): void {
    if (!this.#hanging) this.#tell({ v: 1, news: 'state', ...this.#state() });
    this.#changed();
  }

  #tell(message: BoxMessage): void {
    this.#server.tell(message);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener(this.tallies);
  }
}
