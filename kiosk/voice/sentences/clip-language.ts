/** The languages that have clips. The others are read on the screen and hear English. */
export const CLIP_LANGUAGES = ['ja', 'en'] as const;
export type ClipLanguage = (typeof CLIP_LANGUAGES)[number];
