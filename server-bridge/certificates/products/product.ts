/** One vaccine product as the law approved it, and how each kind of certificate names it. */
import type { LocalizedText } from '../../protocol/index.ts';

export type Product = {
  /** Our name for it in records and imports. */
  readonly code: string;
  readonly product: LocalizedText;
  readonly manufacturer: LocalizedText;
  readonly vaccineType: LocalizedText;
  /** What a lot number of this product looks like (P9). */
  readonly lotPattern: RegExp;
  /**
   * CVX code by day of issue, oldest first. Before the first day no code of its own existed: then there is none, and
   * nothing is put in its place (P13).
   */
  readonly cvxFrom: readonly { readonly day: string; readonly cvx: string }[];
};

/** The CVX code to write on a certificate issued on the day (`YYYY-MM-DD`), or undefined where none exists (P13). */
export function cvxOn(product: Product, issuedOn: string): string | undefined {
  return product.cvxFrom.findLast((version) => version.day <= issuedOn)?.cvx;
}
