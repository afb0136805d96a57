/**
 * Fixed words of the screens, sentence by sentence, and the name of the clip that says each. The name is made from the words, so the
 * page needs no list of them, and words that are changed cannot be said by an old clip.
 */

export type PhraseId = `say-${string}`;

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/** After 。 and its like; after a full stop only where a new sentence begins. */
const SENTENCE_END = /(?<=[。！？])|(?<=[.?!])\s+(?=[\p{Lu}“])/u;
/** What is not heard at the ends of a sentence. A question mark is: it is left. */
const UNHEARD = '[\\s、。．.,:：;；〜–]+';
const UNHEARD_ENDS = new RegExp(`^${UNHEARD}|${UNHEARD}$`, 'gu');
/** Brackets, quotes and the like say nothing by themselves. */
const HEARD = /[\p{L}\p{N}]/u;

/** The sentences of a text as they are spoken: without hyphens and spaces of the layout, without the stop at the end. */
export function sentencesOf(text: string): string[] {
  return text
    .replaceAll('\u00ad', '')
    .replaceAll(/\s+/g, ' ')
    .split(SENTENCE_END)
    .map((sentence) => sentence.replaceAll(UNHEARD_ENDS, ''))
    .filter((sentence) => HEARD.test(sentence));
}

/** FNV-1a over the UTF-16 units, 64 bits: two sentences with one name would be found by the tests. */
export function phraseId(sentence: string): PhraseId {
  let hash = FNV_OFFSET;
  for (let index = 0; index < sentence.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(sentence.charCodeAt(index))) * FNV_PRIME);
  }
  return `say-${hash.toString(16).padStart(16, '0')}`;
}
