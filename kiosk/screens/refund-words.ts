/** What is said about money when it can go no further. */
import type { Refusal } from '../../server-bridge/protocol/index.ts';
import type { Texts } from './texts/texts.ts';

/** Refusals that can come after coins went in: without a reported refund, nothing is claimed about the money. */
const AFTER_MONEY: ReadonlySet<Refusal> = new Set(['PRINTER_ATTENTION', 'PAYMENT_UNAVAILABLE', 'RIGHT_PERSON']);

export function refundWords(refusal: Refusal, refundYen: number, { refused }: Texts): string {
  if (refundYen > 0) return refused.refunded(refundYen);
  return AFTER_MONEY.has(refusal) ? refused.checkSlot : refused.notCharged;
}
