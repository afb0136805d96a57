/** The book-keeping of the virtual cashless terminal: each transaction is authorised, captured, voided and refunded at most once. */
import { err, ok, type Result } from 'neverthrow';
import type { CashlessAccount } from '../../cashless/messages.ts';
import type { FeeRefusal } from '../../fee-collector.ts';

type Entry = CashlessAccount & { readonly dueYen: number };
type Outcome = Result<CashlessAccount, FeeRefusal>;

export type CashlessTallies = {
  readonly authorisations: number;
  readonly authorisedYen: number;
  readonly capturedYen: number;
  readonly voidedYen: number;
  readonly refundedYen: number;
};

export class CashlessLedger {
  readonly #entries = new Map<string, Entry>();
  #openId: string | null = null;
  tallies: CashlessTallies = { authorisations: 0, authorisedYen: 0, capturedYen: 0, voidedYen: 0, refundedYen: 0 };

  /** The transaction a card would be for now. */
  get waitingId(): string | null {
    const open = this.#openId === null ? undefined : this.#entries.get(this.#openId);
    return open?.state === 'waiting' ? open.transactionId : null;
  }

  get presentedId(): string | null {
    const open = this.#openId === null ? undefined : this.#entries.get(this.#openId);
    return open?.state === 'presented' ? open.transactionId : null;
  }

  get held(): { readonly heldYen: number; readonly transactionId: string | null } {
    const held = [...this.#entries.values()].find(({ state }) => state === 'authorised');
    return { heldYen: held?.authorisedYen ?? 0, transactionId: held?.transactionId ?? null };
  }

  account(transactionId: string): CashlessAccount {
    const entry = this.#entries.get(transactionId);
    if (entry === undefined) return { transactionId, state: 'unknown', authorisedYen: 0, refundedYen: 0 };
    const { state, authorisedYen, refundedYen } = entry;
    return { transactionId, state, authorisedYen, refundedYen };
  }

  authorise(transactionId: string, dueYen: number): Outcome {
    const known = this.#entries.get(transactionId);
    if (known !== undefined && known.dueYen !== dueYen) return err('different-amount');
    if (known?.state === 'captured') return err('already-kept');
    if (known?.state === 'voided' || known?.state === 'by-hand') return err('already-returned');
    const { transactionId: holder } = this.held;
    if (holder !== null && holder !== transactionId) return err('escrow-open');
    if (known?.state !== 'authorised') {
      this.#entries.set(transactionId, { transactionId, dueYen, state: 'waiting', authorisedYen: 0, refundedYen: 0 });
    }
    this.#openId = transactionId;
    return ok(this.account(transactionId));
  }

  /** No card is waited for any more. */
  stop(transactionId: string): Outcome {
    if (this.#openId === transactionId) this.#openId = null;
    const known = this.#entries.get(transactionId);
    if (known?.state === 'presented') this.#entries.set(transactionId, { ...known, state: 'waiting' });
    return ok(this.account(transactionId));
  }

  present(): string | null {
    const id = this.waitingId;
    const entry = id === null ? undefined : this.#entries.get(id);
    if (entry === undefined) return null;
    this.#entries.set(entry.transactionId, { ...entry, state: 'presented' });
    return id;
  }

  /** The card's issuer has decided. */
  decide(transactionId: string, accepted: boolean): void {
    const entry = this.#entries.get(transactionId);
    if (entry?.state !== 'presented') return;
    const { dueYen } = entry;
    this.#entries.set(
      transactionId,
      accepted ? { ...entry, state: 'authorised', authorisedYen: dueYen } : { ...entry, state: 'waiting' },
    );
    if (accepted) this.#add({ authorisations: 1, authorisedYen: dueYen });
  }

  capture(transactionId: string): Outcome {
    const entry = this.#entries.get(transactionId);
    if (entry === undefined) return err('unknown-transaction');
    if (entry.state === 'voided' || entry.state === 'by-hand') return err('already-returned');
    if (entry.state === 'authorised') {
      this.#entries.set(transactionId, { ...entry, state: 'captured' });
      this.#add({ capturedYen: entry.authorisedYen });
    }
    const after = this.account(transactionId);
    return after.state === 'captured' ? ok(after) : err('not-paid');
  }

  void(transactionId: string): Outcome {
    const entry = this.#entries.get(transactionId);
    if (entry === undefined) return err('unknown-transaction');
    if (entry.state === 'captured') return err('already-kept');
    if (entry.state !== 'voided' && entry.state !== 'by-hand') {
      this.#entries.set(transactionId, { ...entry, state: 'voided' });
      this.#add({ voidedYen: entry.authorisedYen });
    }
    return ok(this.account(transactionId));
  }

  refund(transactionId: string, yen: number): Outcome {
    const entry = this.#entries.get(transactionId);
    if (entry === undefined) return err('unknown-transaction');
    if (entry.state === 'voided' || entry.state === 'by-hand') return err('already-returned');
    if (entry.state !== 'captured') return err('not-paid');
    if (yen > entry.authorisedYen) return err('too-much');
    if (entry.refundedYen > 0 && entry.refundedYen !== yen) return err('different-amount');
    if (entry.refundedYen === 0) {
      this.#entries.set(transactionId, { ...entry, refundedYen: yen });
      this.#add({ refundedYen: yen });
    }
    return ok(this.account(transactionId));
  }

  settledByHand(transactionId: string): Outcome {
    const entry = this.#entries.get(transactionId);
    if (entry === undefined) return err('unknown-transaction');
    if (entry.state === 'authorised') {
      this.#entries.set(transactionId, { ...entry, state: 'captured' });
      this.#add({ capturedYen: entry.authorisedYen });
    }
    this.#entries.set(transactionId, { ...entry, state: 'by-hand' });
    return ok(this.account(transactionId));
  }

  #add(moved: Partial<CashlessTallies>): void {
    const sum = (name: keyof CashlessTallies): number => this.tallies[name] + (moved[name] ?? 0);
    this.tallies = {
      authorisations: sum('authorisations'),
      authorisedYen: sum('authorisedYen'),
      capturedYen: sum('capturedYen'),
      voidedYen: sum('voidedYen'),
      refundedYen: sum('refundedYen'),
    };
  }
}
