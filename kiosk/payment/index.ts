/** The fee: its price, and what collects it. */

export {
  COIN_BOX_DELAYS,
  type CoinBoxConfiguration,
  CoinBoxConfigurationSchema,
  type CoinBoxDelays,
  openCoinBox,
} from './coin-box/index.ts';
export type { CoinBox } from './coin-box.ts';
export { type FeeDeskOptions, openFeeDesk } from './desk/open-fee-desk.ts';
export {
  type CashlessStatus,
  type CoinBoxStatus,
  type Collected,
  type CollectOptions,
  type Escrow,
  FEE_REFUSALS,
  type FeeCollector,
  type FeeCollectorStatus,
  type FeeError,
  type FeeEvent,
  type FeeRefusal,
} from './fee-collector.ts';
export { type FeeConfiguration, FeeConfigurationSchema } from './fee-configuration.ts';
export type { FeeDesk, FeeOpenError } from './fee-desk.ts';
export { type PriceEntry, PriceEntrySchema, type PriceError, priceAt } from './price-table.ts';
