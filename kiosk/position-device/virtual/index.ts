/** A device of two positions without hardware: for the workbench, demonstrations and tests. */
export {
  startVirtualPositionDevice,
  type VirtualPositionDevice,
  type VirtualPositionOptions,
} from './start-virtual-position-device.ts';
