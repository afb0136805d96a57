/** The audio jack on the terminal's side: whether somebody listens through headphones. */

export {
  AUDIO_JACK_STATUSES,
  type AudioJack,
  type AudioJackConfiguration,
  AudioJackConfigurationSchema,
  type AudioJackPosition,
  type AudioJackStatus,
} from './audio-jack.ts';
export { openAudioJack } from './open-audio-jack.ts';
