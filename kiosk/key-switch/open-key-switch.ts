import { openPositionDevice, POSITION_DELAYS, type PositionDelays } from '../position-device/index.ts';
import { KEY_SWITCH_WORDS, type KeySwitch, type KeySwitchConfiguration } from './key-switch.ts';

/** Begins to listen to a key switch at once and for good: one that is away is `absent` and looked for again. Never fails. */
export function openKeySwitch(
  configuration: KeySwitchConfiguration,
  delays: PositionDelays = POSITION_DELAYS,
): KeySwitch {
  return openPositionDevice(configuration, KEY_SWITCH_WORDS, delays);
}
