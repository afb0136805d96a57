import type { Result } from 'neverthrow';
import {
  type CashlessAccount,
  type CashlessAnswering,
  type CashlessQuestion,
  CashlessQuestionSchema,
} from '../../cashless/messages.ts';
import type { FeeRefusal } from '../../fee-collector.ts';
import { parseLine } from '../../json-line/line-format.ts';
import { LineServer } from '../line-server.ts';
import { CashlessLedger, type CashlessTallies } from './cashless-ledger.ts';

/** `hanging`: the issuer never decides. `unheard`: it accepts, and the line is cut before the host hears of it. */
export type CardOutcome = 'accepted' | 'declined' | 'hanging' | 'unheard';

export interface VirtualCashlessTerminal {
  readonly host: string;
  readonly port: number;
  readonly tallies: CashlessTallies;
  readonly heldYen: number;
  /** A card is waited for. */
  readonly waiting: boolean;
  /** Holds a card to the terminal. `ignored`: none is waited for. */
  presentCard(outcome?: CardOutcome): 'presented' | 'ignored';
  /** The issuer of a hanging card decides after all. */
  decidePresented(outcome: 'accepted' | 'declined'): void;
  setFault(fault: 'none' | 'attention'): void;
  /** The power goes: the line stays up, and nothing answers. */
  hang(): void;
  wake(): void;
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  /** Cuts the line after the next answer was made and before it is sent. */
  loseNextAnswer(): void;
  onChange(listener: () => void): () => void;
  stop(): Promise<void>;
}

/** A cashless terminal in this process, with the whole protocol of the line. */
export async function startVirtualCashlessTerminal(
  options: { readonly host?: string; readonly port?: number } = {},
): Promise<VirtualCashlessTerminal> {
  const terminal = new Terminal(options.host ?? '127.0.0.1', options.port ?? 0);
  await terminal.goOnline();
  return terminal;
}

class Terminal implements VirtualCashlessTerminal {
  readonly #server: LineServer;
  readonly #ledger = new CashlessLedger();
  readonly #listeners = new Set<() => void>();
  #fault: 'none' | 'attention' = 'none';
  #hanging = false;
  #loseNextAnswer = false;

  constructor(host: string, port: number) {
    this.#server = new LineServer(host, port, { onLine: (line) => this.#receive(line), onHostGone: () => {} });
  }

  get host(): string {
    return this.#server.host;
  }

  get port(): number {
    return this.#server.port;
  }

  get tallies(): CashlessTallies {
    return this.#ledger.tallies;
  }

  get heldYen(): number {
    return this.#ledger.held.heldYen;
  }

  get waiting(): boolean {
    return this.#ledger.waitingId !== null && !this.#hanging && this.#fault === 'none';
  }

  presentCard(outcome: CardOutcome = 'accepted'): 'presented' | 'ignored' {
    const transactionId = this.waiting ? this.#ledger.present() : null;
    if (transactionId === null) return 'ignored';
    this.#tell(transactionId);
    switch (outcome) {
      case 'accepted':
      case 'declined':
        this.#ledger.decide(transactionId, outcome === 'accepted');
        this.#tell(transactionId);
        break;
      case 'unheard':
        this.#server.dropHost();
        this.#ledger.decide(transactionId, true);
        break;
      case 'hanging':
        break;
      default: {
        const never: never = outcome;
        throw new Error(`Unknown outcome ${String(never)}`);
      }
    }
    this.#changed();
    return 'presented';
  }

  decidePresented(outcome: 'accepted' | 'declined'): void {
    const { presentedId } = this.#ledger;
    if (presentedId === null) return;
    this.#ledger.decide(presentedId, outcome === 'accepted');
    this.#tell(presentedId);
    this.#changed();
  }

  setFault(fault: 'none' | 'attention'): void {
    this.#fault = fault;
    this.#server.tell({ v: 1, news: 'state', fault });
    this.#changed();
  }

  hang(): void {
    this.#hanging = true;
  }

  wake(): void {
    this.#hanging = false;
  }

  goOnline(): Promise<void> {
    return this.#server.goOnline();
  }

  goOffline(): Promise<void> {
    return this.#server.goOffline();
  }

  loseNextAnswer(): void {
    this.#loseNextAnswer = true;
  }

  onChange(listener: () => void): () => void {
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
    const question = parseLine(CashlessQuestionSchema, line);
    if (question.isErr()) return false;
    if (this.#hanging) return true;
    const answer = this.#answer(question.value);
    this.#changed();
    if (this.#loseNextAnswer && question.value.ask !== 'status') {
      this.#loseNextAnswer = false;
      return false;
    }
    this.#server.tell({ v: 1, id: question.value.id, ...answer });
    return true;
  }

  #answer(question: CashlessQuestion): CashlessAnswering {
    const ledger = this.#ledger;
    switch (question.ask) {
      case 'status':
        return { answer: 'status', fault: this.#fault };
      case 'held':
        return { answer: 'held', ...ledger.held };
      case 'transaction':
        return { answer: 'transaction', ...ledger.account(question.transactionId) };
      case 'authorise':
        return answerOf(ledger.authorise(question.transactionId, question.dueYen));
      case 'stop':
        return answerOf(ledger.stop(question.transactionId));
      case 'capture':
        return answerOf(ledger.capture(question.transactionId));
      case 'void':
        return answerOf(ledger.void(question.transactionId));
      case 'refund':
        return answerOf(ledger.refund(question.transactionId, question.yen));
      case 'settled-by-hand':
        return answerOf(ledger.settledByHand(question.transactionId));
      default: {
        const never: never = question;
        throw new Error(`unknown question ${String(never)}`);
      }
    }
  }

  #tell(transactionId: string): void {
    this.#server.tell({ v: 1, news: 'transaction', ...this.#ledger.account(transactionId) });
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function answerOf(outcome: Result<CashlessAccount, FeeRefusal>): CashlessAnswering {
  return outcome.match(
    (account): CashlessAnswering => ({ answer: 'transaction', ...account }),
    (reason): CashlessAnswering => ({ answer: 'refused', reason }),
  );
}
