/** What is spelled: letters and digits one by one in both languages, kana mora by mora in Japanese. */
import type { NumberId } from '../sentences/numbers.ts';

export type LetterId = `letter-${string}`;
export type KanaId = `kana-${string}`;

/** Marks that are said by their names; a space is not said. */
const MARKS: Readonly<Record<string, LetterId>> = {
  '-': 'letter-hyphen',
  '.': 'letter-point',
  "'": 'letter-apostrophe',
  ',': 'letter-comma',
};

/** One clip for each letter (capital or small), digit and mark; `null` for anything else. */
export function spelledClips(text: string): readonly (LetterId | NumberId)[] | null {
  const clips: (LetterId | NumberId)[] = [];
  for (const character of text.toLowerCase()) {
    const mark = MARKS[character];
    if (mark !== undefined) clips.push(mark);
    else if (/[a-z]/.test(character)) clips.push(`letter-${character}`);
    else if (/[0-9]/.test(character)) clips.push(`number-${Number(character)}`);
    else if (character !== ' ') return null;
  }
  return clips.length === 0 ? null : clips;
}

/** Each mora of modern kana with the name its clip has. Two characters of one sound come before the first of them. */
export const MORAE: ReadonlyMap<string, KanaId> = new Map(
  (
    'あa いi うu えe おo かka きki くku けke こko がga ぎgi ぐgu げge ごgo さsa しshi すsu せse そso ざza じji ずzu ぜze ぞzo ' +
    'たta ちchi つtsu てte とto だda ぢji づzu でde どdo なna にni ぬnu ねne のno はha ひhi ふfu へhe ほho ばba びbi ぶbu べbe ぼbo ' +
    'ぱpa ぴpi ぷpu ぺpe ぽpo まma みmi むmu めme もmo やya ゆyu よyo らra りri るru れre ろro わwa ゐi ゑe をo んn っsmall-tsu ' +
    'ーlong ゔvu きゃkya きゅkyu きょkyo ぎゃgya ぎゅgyu ぎょgyo しゃsha しゅshu しょsho じゃja じゅju じょjo ちゃcha ちゅchu ちょcho ' +
    'ぢゃja ぢゅju ぢょjo にゃnya にゅnyu にょnyo ひゃhya ひゅhyu ひょhyo びゃbya びゅbyu びょbyo ぴゃpya ぴゅpyu ぴょpyo みゃmya みゅmyu ' +
    'みょmyo りゃrya りゅryu りょryo ふぁfa ふぃfi ふぇfe ふぉfo てぃti でぃdi でゅdyu しぇshe じぇje ちぇche うぃwi うぇwe うぉwo ゔぁva ' +
    'ゔぃvi ゔぇve ゔぉvo ぁa ぃi ぅu ぇe ぉo ゃya ゅyu ょyo ゎwa ゕka ゖke'
  )
    .split(' ')
    .map((entry): [string, KanaId] => {
      const [, kana = '', name = ''] = /^([^a-z]+)([a-z-]+)$/.exec(entry) ?? [];
      return [kana, `kana-${name}`];
    }),
);

const hiragana = (kana: string): string =>
  kana.replaceAll(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60));

/** One clip for each mora; `null` where a character is no kana. */
export function kanaClips(kana: string): readonly KanaId[] | null {
  const clips: KanaId[] = [];
  const text = hiragana(kana);
  for (let at = 0; at < text.length; ) {
    const mora = [text.slice(at, at + 2), text.charAt(at)].find((one) => MORAE.has(one));
    const clip = mora === undefined ? undefined : MORAE.get(mora);
    if (mora === undefined || clip === undefined) return null;
    at += mora.length;
    clips.push(clip);
  }
  return clips.length === 0 ? null : clips;
}
