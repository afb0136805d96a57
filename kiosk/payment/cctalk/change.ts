/** Which coins pay a sum. Each coin value divides the next larger one, so the largest first is exact whenever anything is. */

export type CoinSource = { readonly address: number; readonly coinYen: number };

/** A dispense command carries at most so many coins. */
export const MOST_COINS = 255;

/** Whether the sum can be paid exactly, as far as coin values go: nobody knows how many coins a hopper holds. */
export function canPay(yen: number, sources: readonly CoinSource[]): boolean {
  if (yen === 0) return true;
  const smallest = Math.min(...sources.map(({ coinYen }) => coinYen));
  return Number.isFinite(smallest) && yen % smallest === 0;
}

/** The next hopper to pay from, and how many coins; `null` when the sum cannot be paid exactly. */
export function nextCoins<S extends CoinSource>(
  yen: number,
  sources: readonly S[],
): { source: S; coins: number } | null {
  if (yen <= 0 || !canPay(yen, sources)) return null;
  const [source] = sources.filter(({ coinYen }) => coinYen <= yen).sort((a, b) => b.coinYen - a.coinYen);
  if (source === undefined) return null;
  return { source, coins: Math.min(MOST_COINS, Math.floor(yen / source.coinYen)) };
}

/** Whether any change can be paid that a payment with these coins may need. */
export function canPayAnyChange(acceptedYen: readonly number[], sources: readonly CoinSource[]): boolean {
  const step = Math.min(...acceptedYen);
  const largest = Math.max(...acceptedYen);
  return acceptedYen.length === 0 || step === largest || canPay(step, sources);
}
