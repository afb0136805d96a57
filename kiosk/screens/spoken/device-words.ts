/** Devices and the line with their condition, in words. */
import { DEVICE_NAMES, type DeviceName, type DeviceUnion } from '../../../server-bridge/protocol/index.ts';
import type { ScreenOf } from '../screen-of.ts';
import type { OperatorTexts } from '../texts/operator-texts.ts';

/** The words of one device's condition. */
export function conditionWords<D extends DeviceName>(
  device: D,
  devices: DeviceUnion,
  words: OperatorTexts['devices'],
): string {
  return words[device].conditions[devices[device]];
}

/** One sentence for each device, then the line. */
export function deviceConditions(
  { devices, lineUp }: ScreenOf<'operator-home'>,
  { home, devices: words }: OperatorTexts,
): string[] {
  return [
    ...DEVICE_NAMES.map((device) => `${words[device].name}: ${conditionWords(device, devices, words)}`),
    `${home.line}: ${lineUp ? home.lineStates.up : home.lineStates.down}`,
  ];
}
