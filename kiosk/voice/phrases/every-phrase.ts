/** The clips of the screens' own words: which there have to be, and what the synthesisers are given for each. Node only. */
import { everySpokenPhrase } from '../../screens/index.ts';
import { KNOWN_NAMES } from '../pieces/known-names.ts';
import { phraseId, sentencesOf } from '../pieces/phrase-id.ts';
import type { ClipLanguage } from '../sentences/index.ts';
import type { EnglishWords } from '../sentences/sentence.ts';
import { spokenInEnglish, spokenInJapanese } from './spoken-forms.ts';

const KNOWN = new Map(KNOWN_NAMES.map(({ ja, spoken }) => [sentencesOf(ja).join(''), spoken]));

/** What a synthesiser is given where it would misread the words. */
function spokenForm(sentence: string, language: ClipLanguage): string {
  return language === 'ja' ? (KNOWN.get(sentence) ?? spokenInJapanese(sentence)) : spokenInEnglish(sentence);
}

/** Each sentence of the screens by the name of its clip. Its Japanese reading stands in the manifest, where it has been read. */
export function phraseClipsOf(language: ClipLanguage): ReadonlyMap<string, EnglishWords> {
  return new Map(
    everySpokenPhrase(language)
      .flatMap(sentencesOf)
      .map((text) => {
        const spoken = spokenForm(text, language);
        return [phraseId(text), { text, ...(spoken === text ? {} : { spoken }) }];
      }),
  );
}
