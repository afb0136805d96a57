/** The door of the audio jack: whether headphones are plugged in, whichever hardware says it. */
import * as v from 'valibot';
import {
  InputDevicePathSchema,
  NetworkPositionConfigurationSchema,
  type PositionDevice,
  type PositionWords,
} from '../position-device/index.ts';

/** `unknown`: it is away, or it is there and nobody has plugged anything in or out since it was opened. */
export const AUDIO_JACK_STATUSES = ['in', 'out', 'unknown'] as const;
export type AudioJackStatus = (typeof AUDIO_JACK_STATUSES)[number];
export type AudioJackPosition = Exclude<AudioJackStatus, 'unknown'>;

/** A jack that nobody has moved is never `in`: what a person would be known by is spoken only where somebody listens (K9). */
export const AUDIO_JACK_WORDS: PositionWords<AudioJackPosition, 'unknown'> = {
  on: 'in',
  off: 'out',
  away: 'unknown',
  unmoved: 'unknown',
};

export type AudioJack = PositionDevice<AudioJackStatus>;

export const AudioJackConfigurationSchema = v.variant('kind', [
  NetworkPositionConfigurationSchema,
  /** The sound card's own input device: `HDA Intel PCH Headphone` in `/proc/bus/input/devices`, for example. */
  v.strictObject({ kind: v.literal('input-device'), path: InputDevicePathSchema }),
]);
export type AudioJackConfiguration = v.InferOutput<typeof AudioJackConfigurationSchema>;
