/** The client of the coin box on the line. */
export { COIN_BOX_DELAYS, type CoinBoxDelays } from './delays.ts';
export { type CoinBoxConfiguration, CoinBoxConfigurationSchema, openCoinBox } from './open-coin-box.ts';
