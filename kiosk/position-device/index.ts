/** Devices that stand in one of two positions, on an input device of Linux or on the network. */

export { POSITION_DELAYS, type PositionDelays } from './delays.ts';
export { openPositionDevice } from './open-position-device.ts';
export {
  InputDevicePathSchema,
  NetworkPositionConfigurationSchema,
  type PositionDevice,
  type PositionWords,
} from './position-device.ts';
