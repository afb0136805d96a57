/**
 * Names from outside whose reading is known: the prefectures of Japan, and what certificates name vaccines by. Only these are spoken
 * as words; a name that is not among them is spelled or left to the screen, never guessed.
 */
import type { ClipLanguage } from '../sentences/index.ts';

/** Written name, reading, English name. */
const PREFECTURES =
  '北海道 ほっかいどう Hokkaido|青森県 あおもりけん Aomori|岩手県 いわてけん Iwate|宮城県 みやぎけん Miyagi|秋田県 あきたけん Akita|' +
  '山形県 やまがたけん Yamagata|福島県 ふくしまけん Fukushima|茨城県 いばらきけん Ibaraki|栃木県 とちぎけん Tochigi|群馬県 ぐんまけん Gunma|' +
  '埼玉県 さいたまけん Saitama|千葉県 ちばけん Chiba|東京都 とうきょうと Tokyo|神奈川県 かながわけん Kanagawa|新潟県 にいがたけん Niigata|' +
  '富山県 とやまけん Toyama|石川県 いしかわけん Ishikawa|福井県 ふくいけん Fukui|山梨県 やまなしけん Yamanashi|長野県 ながのけん Nagano|' +
  '岐阜県 ぎふけん Gifu|静岡県 しずおかけん Shizuoka|愛知県 あいちけん Aichi|三重県 みえけん Mie|滋賀県 しがけん Shiga|京都府 きょうとふ Kyoto|' +
  '大阪府 おおさかふ Osaka|兵庫県 ひょうごけん Hyogo|奈良県 ならけん Nara|和歌山県 わかやまけん Wakayama|鳥取県 とっとりけん Tottori|' +
  '島根県 しまねけん Shimane|岡山県 おかやまけん Okayama|広島県 ひろしまけん Hiroshima|山口県 やまぐちけん Yamaguchi|徳島県 とくしまけん Tokushima|' +
  '香川県 かがわけん Kagawa|愛媛県 えひめけん Ehime|高知県 こうちけん Kochi|福岡県 ふくおかけん Fukuoka|佐賀県 さがけん Saga|長崎県 ながさきけん Nagasaki|' +
  '熊本県 くまもとけん Kumamoto|大分県 おおいたけん Oita|宮崎県 みやざきけん Miyazaki|鹿児島県 かごしまけん Kagoshima|沖縄県 おきなわけん Okinawa';

/** Written name, what the synthesiser is given, English name: every kind, maker and product a certificate can name. */
const VACCINES =
  'mRNAワクチン|エムアールエヌエーワクチン|mRNA vaccine\n' +
  '組換えタンパクワクチン|くみかえたんぱくワクチン|Recombinant protein vaccine\n' +
  'ウイルスベクターワクチン|ウイルスベクターワクチン|Viral vector vaccine\n' +
  'ファイザー|ファイザー|Pfizer\nモデルナ|モデルナ|Moderna\n武田薬品工業|たけだやくひんこうぎょう|Takeda\n' +
  'アストラゼネカ|アストラゼネカ|AstraZeneca\nヤンセンファーマ|ヤンセンファーマ|Janssen\n' +
  'コミナティ|コミナティ|Comirnaty\nコミナティ（5～11歳用）|コミナティ、五歳から十一歳用|Comirnaty(5-11)\n' +
  'コミナティ（6か月～4歳用）|コミナティ、六か月から四歳用|Comirnaty(6m-4)\nコミナティ（BA.1）|コミナティ、ビーエーワン|Comirnaty(BA.1)\n' +
  'コミナティ（BA.4-5）|コミナティ、ビーエーフォーファイブ|Comirnaty(BA.4-5)\n' +
  'コミナティ（5～11歳用 BA.4-5）|コミナティ、五歳から十一歳用、ビーエーフォーファイブ|Comirnaty(5-11 BA.4-5)\n' +
  'コミナティ（6か月～4歳用 BA.4-5）|コミナティ、六か月から四歳用、ビーエーフォーファイブ|Comirnaty(6m-4 BA.4-5)\n' +
  'スパイクバックス|スパイクバックス|Spikevax\nスパイクバックス（BA.1）|スパイクバックス、ビーエーワン|Spikevax(BA.1)\n' +
  'スパイクバックス（BA.4-5）|スパイクバックス、ビーエーフォーファイブ|Spikevax(BA.4-5)\n' +
  'ヌバキソビッド|ヌバキソビッド|Nuvaxovid\nバキスゼブリア|バキスゼブリア|Vaxzevria\nジェコビデン|ジェコビデン|Jcovden';

export interface KnownName {
  readonly ja: string;
  /** What a Japanese synthesiser is given. */
  readonly spoken: string;
  readonly en: string;
}

const name = ([ja = '', spoken = '', en = '']: readonly string[]): KnownName => ({ ja, spoken, en });

export const KNOWN_NAMES: readonly KnownName[] = [
  ...PREFECTURES.split('|').map((one) => name(one.split(' '))),
  ...VACCINES.split('\n').map((one) => name(one.split('|'))),
];

const KNOWN: Readonly<Record<ClipLanguage, ReadonlySet<string>>> = {
  ja: new Set(KNOWN_NAMES.map(({ ja }) => ja)),
  en: new Set(KNOWN_NAMES.map(({ en }) => en)),
};

/** Whether there is a clip for a name as it is written in a language. */
export function isKnownName(written: string, language: ClipLanguage): boolean {
  return KNOWN[language].has(written);
}
