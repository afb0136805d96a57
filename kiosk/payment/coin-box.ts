import type { SupplyWarning } from '../../server-bridge/protocol/index.ts';
import type { FeeCollector } from './fee-collector.ts';

/** A fee collector that takes coins: it also says what it will need soon. */
export interface CoinBox extends FeeCollector {
  /** Whether the box has been looked for at all since it was opened; until then its status is nobody's finding. */
  looked(): boolean;
  warnings(): readonly SupplyWarning[];
}
