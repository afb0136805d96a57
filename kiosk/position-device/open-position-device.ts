import type { PositionDelays } from './delays.ts';
import { InputPositionDevice } from './input-device/input-position-device.ts';
import type { WatchedKey } from './input-device/reported-position.ts';
import { NetworkPositionDevice } from './network/network-position-device.ts';
import type { PositionDevice, PositionWords } from './position-device.ts';

export type PositionDevicePlace =
  | { readonly kind: 'virtual'; readonly host: string; readonly port: number }
  | { readonly kind: 'input-device'; readonly path: string; readonly key: WatchedKey };

/** Begins to listen to a device at once and for good: one that is away is looked for again. Never fails. */
export function openPositionDevice<Position extends string, Away extends string>(
  place: PositionDevicePlace,
  words: PositionWords<Position, Away>,
  delays: PositionDelays,
): PositionDevice<Position | Away> {
  switch (place.kind) {
    case 'virtual':
      return new NetworkPositionDevice(place, words, delays);
    case 'input-device':
      return new InputPositionDevice(place, words, delays);
    default: {
      const never: never = place;
      throw new Error(`unknown place of a device ${String(never)}`);
    }
  }
}
