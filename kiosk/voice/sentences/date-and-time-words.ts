/** The clips that dates and times are put together from: Japanese by its own readings (四日 is ヨッカ), English by ordinals. */
import type { EnglishWords, JapaneseWords } from './sentence.ts';

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const kanji = (value: number): string => {
  const tens = Math.floor(value / 10);
  return `${tens > 1 ? DIGITS[tens] : ''}${tens > 0 ? '十' : ''}${DIGITS[value % 10]}`;
};

const YEARS = 'ネン イチネン ニネン サンネン ヨネン ゴネン ロクネン ナナネン ハチネン キューネン'.split(' ');
const MONTHS =
  'イチガツ ニガツ サンガツ シガツ ゴガツ ロクガツ シチガツ ハチガツ クガツ ジューガツ ジューイチガツ ジューニガツ'.split(
    ' ',
  );
const DAYS =
  'ツイタチ フツカ ミッカ ヨッカ イツカ ムイカ ナノカ ヨーカ ココノカ トーカ ジューイチニチ ジューニニチ ジューサンニチ ジューヨッカ ジューゴニチ ジューロクニチ ジューシチニチ ジューハチニチ ジュークニチ ハツカ ニジューイチニチ ニジューニニチ ニジューサンニチ ニジューヨッカ ニジューゴニチ ニジューロクニチ ニジューシチニチ ニジューハチニチ ニジュークニチ サンジューニチ サンジューイチニチ'.split(
    ' ',
  );
const HOURS_TO_TWELVE =
  'レージ イチジ ニジ サンジ ヨジ ゴジ ロクジ シチジ ハチジ クジ ジュージ ジューイチジ ジューニジ'.split(' ');
const HOURS = [
  ...HOURS_TO_TWELVE,
  ...'ジューサンジ ジューヨジ ジューゴジ ジューロクジ ジューシチジ ジューハチジ ジュークジ ニジュージ ニジューイチジ ニジューニジ ニジューサンジ ニジューヨジ'.split(
    ' ',
  ),
];
const MINUTES_TO_NINE = 'イップン ニフン サンプン ヨンプン ゴフン ロップン ナナフン ハップン キューフン'.split(' ');
const TENS = ['', 'ジュー', 'ニジュー', 'サンジュー', 'ヨンジュー', 'ゴジュー'];

const minuteReading = (minute: number): string => {
  const tens = TENS[Math.floor(minute / 10)] ?? '';
  const ones = minute % 10;
  return ones === 0 ? `${tens.slice(0, -1)}ップン` : `${tens}${MINUTES_TO_NINE[ones - 1]}`;
};

/** The reading is what is given to the synthesiser too: no dictionary can choose another. */
function told(id: string, text: string, reading: string): readonly [string, JapaneseWords] {
  return [id, { text, spoken: reading, reading }];
}

export const JAPANESE_DATES_AND_TIMES: ReadonlyMap<string, JapaneseWords> = new Map([
  ...YEARS.map((reading, ones) => told(`year-${ones}`, `${DIGITS[ones]}年`, reading)),
  ...MONTHS.map((reading, index) => told(`month-${index + 1}`, `${kanji(index + 1)}月`, reading)),
  ...DAYS.map((reading, index) => told(`day-${index + 1}`, `${kanji(index + 1)}日`, reading)),
  // In kana it is read as ハッカ.
  ['day-20', { text: '二十日', reading: 'ハツカ' }],
  ...HOURS.map((reading, hour) => told(`hour-${hour}`, `${hour === 0 ? '零' : kanji(hour)}時`, reading)),
  ...Array.from({ length: 59 }, (_, index) =>
    told(`minute-${index + 1}`, `${kanji(index + 1)}分`, minuteReading(index + 1)),
  ),
]);

const ENGLISH_MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(
    ' ',
  );
const ordinal = (day: number): string => {
  if (day < 20) return ORDINALS[day - 1] ?? '';
  const ones = day % 10;
  const tens = day < 30 ? 'twent' : 'thirt';
  return ones === 0 ? `${tens}ieth` : `${tens}y ${ORDINALS[ones - 1]}`;
};

export const ENGLISH_DATES_AND_TIMES: ReadonlyMap<string, EnglishWords> = new Map([
  ...ENGLISH_MONTHS.map((text, index) => [`month-${index + 1}`, { text }] as const),
  ...Array.from({ length: 31 }, (_, index) => [`day-${index + 1}`, { text: ordinal(index + 1) }] as const),
  ['hours', { text: "o'clock" }] as const,
]);
