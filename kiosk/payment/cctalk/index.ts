/** A coin box of ccTalk devices on a serial line. */
export { type CcTalkConfiguration, CcTalkConfigurationSchema } from './configuration.ts';
export { CCTALK_DELAYS, type CcTalkDelays } from './delays.ts';
export { type CcTalkOptions, openCcTalkCoinBox } from './open-cctalk-coin-box.ts';
