import { openPositionDevice, POSITION_DELAYS, type PositionDelays } from '../position-device/index.ts';
import { AUDIO_JACK_WORDS, type AudioJack, type AudioJackConfiguration } from './audio-jack.ts';

/** `SW_HEADPHONE_INSERT` of `input-event-codes.h`: 1 while headphones are plugged in. */
export const HEADPHONE_INSERT = { type: 'switch', code: 0x02 } as const;

/** Begins to listen to a jack at once and for good: one that is away is `unknown` and looked for again. Never fails. */
export function openAudioJack(
  configuration: AudioJackConfiguration,
  delays: PositionDelays = POSITION_DELAYS,
): AudioJack {
  const place = configuration.kind === 'virtual' ? configuration : { ...configuration, key: HEADPHONE_INSERT };
  return openPositionDevice(place, AUDIO_JACK_WORDS, delays);
}
