import { KEY_SWITCH_DELAYS, type KeySwitchDelays } from './delays.ts';
import { InputDeviceKeySwitch } from './input-device/input-device-key-switch.ts';
import type { KeySwitch, KeySwitchConfiguration } from './key-switch.ts';
import { NetworkKeySwitch } from './network/network-key-switch.ts';

/** Begins to listen to a key switch at once and for good: one that is away is `absent` and looked for again. Never fails. */
export function openKeySwitch(
  configuration: KeySwitchConfiguration,
  delays: KeySwitchDelays = KEY_SWITCH_DELAYS,
): KeySwitch {
  switch (configuration.kind) {
    case 'virtual':
      return new NetworkKeySwitch(configuration, delays);
    case 'input-device':
      return new InputDeviceKeySwitch(configuration, delays);
    default: {
      const never: never = configuration;
      throw new Error(`unknown key switch ${String(never)}`);
    }
  }
}
