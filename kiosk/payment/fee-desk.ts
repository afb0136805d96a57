/** All ways to pay the fee, as the host sees them. */
import type { SupplyWarning } from '../../server-bridge/protocol/index.ts';
import type { PaymentMeans } from '../snapshot.ts';
import type { CashlessStatus, CoinBoxStatus, FeeCollector } from './fee-collector.ts';

export interface FeeDesk extends FeeCollector {
  /** Each device in its own words. Watchers of the desk are also told when only one of these changes. */
  devices(): {
    readonly coinBox: CoinBoxStatus | 'unknown';
    readonly cashless: CashlessStatus | 'not-fitted' | 'unknown';
  };
  /** What a payment could be made with now; never empty while the status is `ready`. */
  means(): readonly PaymentMeans[];
  /** What the devices will need soon; service goes on. */
  warnings(): readonly SupplyWarning[];
}

export type FeeOpenError =
  | { readonly kind: 'invalid-configuration'; readonly issues: readonly string[] }
  /** Its own record of money cannot be read or written: without it nothing may move. */
  | { readonly kind: 'ledger-unusable'; readonly cause: unknown };
