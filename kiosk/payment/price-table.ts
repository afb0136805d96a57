import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';

/**
 * The price of one copy from an instant on. Whole yen, tax included: no arithmetic on taxes happens here or anywhere
 * else in the terminal (P18; a fraction of a yen once stopped every sale of a chain for a night).
 */
export const PriceEntrySchema = v.strictObject({
  effectiveFrom: v.pipe(v.string(), v.isoTimestamp()),
  copyYen: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(100_000)),
});
export type PriceEntry = v.InferOutput<typeof PriceEntrySchema>;

export type PriceError =
  /** No entry is in force yet at that time, or there is none at all. */
  | { readonly kind: 'no-price' }
  /** Two entries begin at the same instant with different prices. */
  | { readonly kind: 'ambiguous-price'; readonly effectiveFrom: string }
  | { readonly kind: 'invalid-price-table' };

/** Yen for one copy at this instant: of all entries in force the newest, in whatever order they stand. */
export function priceAt(prices: readonly PriceEntry[], at: Date): Result<number, PriceError> {
  const parsed = v.safeParse(v.array(PriceEntrySchema), prices);
  if (!parsed.success || Number.isNaN(at.getTime())) return err({ kind: 'invalid-price-table' });
  const entries = parsed.output.map((entry) => ({ ...entry, fromMs: Date.parse(entry.effectiveFrom) }));
  if (entries.some(({ fromMs }) => Number.isNaN(fromMs))) return err({ kind: 'invalid-price-table' });
  const inForce = entries.filter(({ fromMs }) => fromMs <= at.getTime());
  const newestMs = Math.max(...inForce.map(({ fromMs }) => fromMs));
  const [newest, ...others] = inForce.filter(({ fromMs }) => fromMs === newestMs);
  if (newest === undefined) return err({ kind: 'no-price' });
  if (others.some(({ copyYen }) => copyYen !== newest.copyYen)) {
    return err({ kind: 'ambiguous-price', effectiveFrom: newest.effectiveFrom });
  }
  return ok(newest.copyYen);
}
