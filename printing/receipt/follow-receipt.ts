/**
 * Follows a receipt that was sent: the printer's answer to `GS r 1` means that all before it is printed and cut; until then
 * it is asked out of turn what it is doing, so that a fault is shown while somebody can still mend it.
 */
import { err, ok, type Result } from 'neverthrow';
import { askStatus } from './ask-status.ts';
import { CLEAR_BUFFER, PAPER_STATUS, readStatusByte } from './escpos-status.ts';
import type { ReceiptConnection } from './receipt-connection.ts';
import type { ReceiptAttentionCause, ReceiptError, ReceiptEvent, ReceiptPrinterStatus } from './receipt-printer.ts';

export type FollowDelays = {
  readonly statusLimitMs: number;
  readonly printLimitMs: number;
  readonly livePollMs: number;
  readonly attentionLimitMs: number;
};

/** Resolves with the confirmed end, or with the reason why nobody can say whether the receipt came out. */
export async function followReceipt(
  connection: ReceiptConnection,
  delays: FollowDelays,
  onEvent: (event: ReceiptEvent) => void,
): Promise<Result<void, ReceiptError>> {
  const watch = new FaultWatch(onEvent);
  let quietSinceMs = performance.now();
  for (;;) {
    const answer = await connection.readByte('confirmation', delays.livePollMs);
    if (answer.isOk()) {
      const confirmed = readStatusByte(PAPER_STATUS, answer.value);
      return confirmed.isOk() ? ok() : err({ kind: 'not-confirmed', cause: confirmed.error });
    }
    if (answer.error.kind !== 'no-answer') return err({ kind: 'not-confirmed', cause: answer.error });
    const status = await askStatus(connection, delays.statusLimitMs);
    if (status.isErr() && status.error.kind !== 'no-answer') return err({ kind: 'not-confirmed', cause: status.error });
    if (status.isOk()) watch.update(status.value);
    const nowMs = performance.now();
    if (watch.cause !== undefined && status.isOk()) quietSinceMs = nowMs;
    if (watch.cause !== undefined && nowMs - watch.sinceMs >= delays.attentionLimitMs) {
      connection.write(CLEAR_BUFFER);
      return err({ kind: 'attention', cause: watch.cause, mayHavePrinted: true });
    }
    if (nowMs - quietSinceMs < delays.printLimitMs) continue;
    connection.write(CLEAR_BUFFER);
    return err({ kind: 'not-confirmed', cause: { kind: 'no-answer', limitMs: delays.printLimitMs } });
  }
}

/** Tells of a fault once, and of its end. */
class FaultWatch {
  readonly #onEvent: (event: ReceiptEvent) => void;
  cause: ReceiptAttentionCause | undefined;
  sinceMs = 0;

  constructor(onEvent: (event: ReceiptEvent) => void) {
    this.#onEvent = onEvent;
  }

  update(status: ReceiptPrinterStatus): void {
    const before = this.cause;
    this.cause = status.kind === 'attention' ? status.cause : undefined;
    if (this.cause === before) return;
    if (before === undefined) this.sinceMs = performance.now();
    if (this.cause === undefined) this.#onEvent({ kind: 'attention-cleared' });
    else this.#onEvent({ kind: 'attention', cause: this.cause });
  }
}
