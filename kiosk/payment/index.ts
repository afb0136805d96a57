/** The fee: its price, and what collects it. */

export { COIN_BOX_DELAYS, type CoinBoxDelays } from './coin-box/delays.ts';
export { type CoinBoxConfiguration, CoinBoxConfigurationSchema, openCoinBox } from './coin-box/open-coin-box.ts';
export {
  type CollectOptions,
  type Escrow,
  FEE_REFUSALS,
  type FeeCollector,
  type FeeCollectorStatus,
  type FeeError,
  type FeeEvent,
  type FeeRefusal,
} from './fee-collector.ts';
export { type PriceEntry, PriceEntrySchema, type PriceError, priceAt } from './price-table.ts';
