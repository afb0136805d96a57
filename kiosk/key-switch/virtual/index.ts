/** The key switch without a lock: for the workbench, demonstrations and tests. */
import {
  startVirtualPositionDevice,
  type VirtualPositionDevice,
  type VirtualPositionOptions,
} from '../../position-device/virtual/index.ts';
import { KEY_SWITCH_WORDS, type KeySwitchPosition } from '../key-switch.ts';

export type VirtualKeySwitch = VirtualPositionDevice<KeySwitchPosition>;

/** A key switch in this process, locked, for any number of listeners. */
export function startVirtualKeySwitch(o: VirtualPositionOptions = {}): Promise<VirtualKeySwitch> {
  return startVirtualPositionDevice<KeySwitchPosition>(KEY_SWITCH_WORDS.off, o);
}
