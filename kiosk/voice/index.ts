/** The door of the voice for the page: safe in a browser, no Node, no words from a snapshot. */
export { type Cue, cueOf } from './cue-of.ts';
export { type HeadphoneGuide, headphoneGuide } from './headphone-guide.ts';
export { headphoneClips } from './headphones.ts';
export { clipLanguageOf } from './occasion.ts';
export { type AudioLike, pageOutput } from './page-output.ts';
export {
  CLIP_LANGUAGES,
  type ClipId,
  type ClipLanguage,
  clipPath,
  SENTENCES,
  type SentenceId,
} from './sentences/index.ts';
export {
  openVoiceChannel,
  UTTERANCE_LIMIT_MS,
  type Utterance,
  type VoiceChannel,
  type VoiceChannelParts,
  type VoiceEnd,
  type VoiceOutput,
  type VoiceReport,
  type VoiceTimers,
} from './voice-channel.ts';
