export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A word of a closed list as people say it; one that this page does not know stands as it is. */
export function said(words: Readonly<Record<string, string>>, word: string): string {
  return Object.hasOwn(words, word) ? (words[word] ?? word) : word;
}

/** The system a page belongs to, as it is called within a sentence: `the center`, `VRS`; in Japanese `センター`. */
export type Naming = {
  /** Stands in the page's title and above its pages; never anything of a person. */
  readonly product: string;
  readonly system: string;
};

export const otherLanguage = (language: Language): Language => (language === 'en' ? 'ja' : 'en');
