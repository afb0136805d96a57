/** The key switch on the terminal's side: a turned key opens the store operator's screens. */

export {
  KEY_SWITCH_STATUSES,
  type KeySwitch,
  type KeySwitchConfiguration,
  KeySwitchConfigurationSchema,
  type KeySwitchPosition,
  type KeySwitchStatus,
} from './key-switch.ts';
export { openKeySwitch } from './open-key-switch.ts';
