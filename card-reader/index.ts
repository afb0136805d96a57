/** The door of the card reader room: a reader, the individual-number card on it, and the proof that it is genuine. */

export { isIndividualNumber } from './individual-number/index.ts';
export { type CardAnchor, CardAnchorSchema } from './individual-number-card/card-anchor.ts';
export { type CardApplication, openCardApplication } from './individual-number-card/card-application.ts';
export type { CardError, CardStep, WrongCardHint } from './individual-number-card/card-error.ts';
export { type CardImage, wipeCardImage } from './individual-number-card/card-image.ts';
export { type CardHolder, type CardImageError, parseCardImage } from './individual-number-card/parse-card-image.ts';
export { type VerificationError, verifyCard } from './individual-number-card/verify-card.ts';
export {
  type CallOptions,
  type CardConnection,
  type CardReader,
  READER_DELAYS,
  type ReaderError,
  type ReaderErrorKind,
  type ReaderStatus,
} from './reader.ts';
export { openReader, type ReaderConfiguration, ReaderConfigurationSchema } from './reader-configuration.ts';
