/** The audio jack without a plug: for the workbench, demonstrations and tests. */
import {
  startVirtualPositionDevice,
  type VirtualPositionDevice,
  type VirtualPositionOptions,
} from '../../position-device/virtual/index.ts';
import { AUDIO_JACK_WORDS, type AudioJackPosition } from '../audio-jack.ts';

export type VirtualAudioJack = VirtualPositionDevice<AudioJackPosition>;

/** A jack in this process with nothing in it, for any number of listeners. */
export function startVirtualAudioJack(o: VirtualPositionOptions = {}): Promise<VirtualAudioJack> {
  return startVirtualPositionDevice<AudioJackPosition>(AUDIO_JACK_WORDS.off, o);
}
