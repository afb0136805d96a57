/** As many invented municipalities as a country needs; codes have right check digits and belong to no prefecture (47 is the last). */
import * as v from 'valibot';
import { type Municipality, MunicipalitySchema } from '../../protocol/index.ts';
import { municipalityCheckDigit } from '../municipal-files/index.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../synthetic-data/municipalities.ts';

const PEOPLE_OF_ONE = 25_000;

const PREFECTURES = [
  { ja: '架空県', en: 'Kaku Prefecture' },
  { ja: '見本県', en: 'Mihon Prefecture' },
  { ja: '例題県', en: 'Reidai Prefecture' },
] as const;
const STEMS = [
  { ja: '雛形', kana: 'ひながた', en: 'Hinagata' },
  { ja: '凡例', kana: 'はんれい', en: 'Hanrei' },
  { ja: '想定', kana: 'そうてい', en: 'Sotei' },
  { ja: '標本', kana: 'ひょうほん', en: 'Hyohon' },
  { ja: '模擬', kana: 'もぎ', en: 'Mogi' },
  { ja: '仮名', kana: 'かりな', en: 'Karina' },
] as const;
const SIDES = [
  { ja: '', kana: '', en: '' },
  { ja: '東', kana: 'ひがし', en: 'Higashi-' },
  { ja: '西', kana: 'にし', en: 'Nishi-' },
  { ja: '南', kana: 'みなみ', en: 'Minami-' },
  { ja: '北', kana: 'きた', en: 'Kita-' },
] as const;
const SORTS = [
  { ja: '市', kana: 'し', en: 'City' },
  { ja: '町', kana: 'ちょう', en: 'Town' },
  { ja: '村', kana: 'むら', en: 'Village' },
] as const;

/** The municipalities that every development system has come first, so that its files go straight in. */
export function inventMunicipalities(people: number): readonly Municipality[] {
  const count = Math.max(1, Math.ceil(people / PEOPLE_OF_ONE));
  const more = Array.from({ length: Math.max(0, count - SYNTHETIC_MUNICIPALITIES.length) }, (_, index) =>
    invent(index),
  );
  return [...SYNTHETIC_MUNICIPALITIES, ...more].slice(0, count);
}

function invent(index: number): Municipality {
  const [stem, side, sort] = [pick(STEMS, index), pick(SIDES, index / STEMS.length), pick(SORTS, index)];
  const round = Math.floor(index / (STEMS.length * SIDES.length));
  const again = round === 0 ? '' : String(round + 1);
  const five = String(90_100 + index);
  return v.parse(MunicipalitySchema, {
    code: `${five}${municipalityCheckDigit(five)}`,
    prefecture: pick(PREFECTURES, index),
    name: { ja: `${side.ja}${stem.ja}${again}${sort.ja}`, en: `${side.en}${stem.en} ${again}${sort.en}` },
    kana: `${side.kana}${stem.kana}${sort.kana}`,
    takingPart: true,
  });
}

function pick<T>(list: readonly T[], index: number): T {
  const one = list[Math.floor(index) % list.length];
  if (one === undefined) throw new Error('the list is not empty');
  return one;
}
