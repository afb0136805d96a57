/** The door of the voice for the page: safe in a browser, no Node. */

export { clipLanguageOf } from './clip-language.ts';
export { type Cue, cueOf } from './cue-of.ts';
export { type AudioLike, pageOutput } from './page-output.ts';
export { isKnownName, KNOWN_NAMES } from './pieces/known-names.ts';
export { pieceClips, pieceKey, type SpokenPiece } from './pieces/spoken-piece.ts';
export { limitedReports, MOST_REPORTS_PER_HOUR } from './report-limit.ts';
export {
  CLIP_LANGUAGES,
  type ClipId,
  type ClipLanguage,
  clipPath,
  SENTENCES,
  type SentenceId,
} from './sentences/index.ts';
export { clipsToHear, type ReadableLine, type SpokenGuide, spokenGuide } from './spoken-guide.ts';
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
