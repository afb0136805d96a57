/** Invented prefectures and municipalities for the gallery, enough to fill the chooser. Their codes belong to nobody. */
const PREFECTURE_STEMS: readonly (readonly [string, string])[] = [
  ['若葉', 'Wakaba'],
  ['青嶺', 'Aomine'],
  ['白浜', 'Shirahama'],
  ['朝霧', 'Asagiri'],
  ['緑丘', 'Midorioka'],
  ['星見', 'Hoshimi'],
  ['月影', 'Tsukikage'],
  ['花園', 'Hanazono'],
  ['波音', 'Namine'],
  ['風待', 'Kazemachi'],
  ['雪野', 'Yukino'],
  ['玉川', 'Tamakawa'],
];
const SUFFIXES: readonly (readonly [string, string])[] = [
  ['', ''],
  ['東', ' East'],
  ['西', ' West'],
  ['南', ' South'],
];
/** First kana, written name, romanised name, one for every sound a row can begin with. */
const TOWN_STEMS: readonly (readonly [string, string, string])[] = [
  ['あおなみ', '青波', 'Aonami'],
  ['いわさと', '岩里', 'Iwasato'],
  ['うめがおか', '梅ヶ丘', 'Umegaoka'],
  ['かぜおか', '風丘', 'Kazeoka'],
  ['きりの', '霧野', 'Kirino'],
  ['ぎんなん', '銀南', 'Ginnan'],
  ['さくらの', '桜野', 'Sakurano'],
  ['しおみ', '汐見', 'Shiomi'],
  ['たかの', '鷹野', 'Takano'],
  ['つきみ', '月見', 'Tsukimi'],
  ['なみき', '並木', 'Namiki'],
  ['はなさき', '花咲', 'Hanasaki'],
  ['ひかり', '光', 'Hikari'],
  ['まつかぜ', '松風', 'Matsukaze'],
  ['みどり', '緑', 'Midori'],
  ['やまぶき', '山吹', 'Yamabuki'],
  ['ゆきした', '雪下', 'Yukishita'],
  ['りんどう', '竜胆', 'Rindo'],
  ['わかくさ', '若草', 'Wakakusa'],
];

const CLOSED_REASON = { ja: '12月1日から取り扱います', en: 'from 1 December' };

interface Prefecture {
  code: string;
  prefecture: { ja: string; en: string };
}

const PREFECTURES: readonly Prefecture[] = SUFFIXES.flatMap(([sideJa, sideEn]) =>
  PREFECTURE_STEMS.map(([ja, en]) => ({ ja: `${sideJa}${ja}県`, en: `${en}${sideEn}` })),
)
  .slice(0, 47)
  .map((prefecture, index) => ({ code: String(52 + index), prefecture }));

function towns({ code, prefecture }: Prefecture, count: number) {
  return TOWN_STEMS.slice(0, count).map(([kana, ja, en], index) => {
    const takingPart = index % 5 !== 3;
    return {
      code: `${code}${String(index + 1).padStart(3, '0')}0`,
      prefecture,
      kana: `${kana}し`,
      name: { ja: `${ja}市`, en: `${en} City` },
      takingPart,
      ...(takingPart ? {} : { reason: CLOSED_REASON }),
    };
  });
}

/** The whole invented country: 47 prefectures. */
export const WHOLE_COUNTRY = PREFECTURES.flatMap((prefecture) => towns(prefecture, 3));
/** One prefecture with more municipalities than one list takes: rows come first. */
export const LARGE_PREFECTURE = PREFECTURES.slice(0, 1).flatMap((prefecture) => towns(prefecture, TOWN_STEMS.length));
/** One prefecture that fits on one list. */
export const SMALL_PREFECTURE = PREFECTURES.slice(0, 1).flatMap((prefecture) => towns(prefecture, 7));
