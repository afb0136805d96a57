/** The 47 prefectures (JIS X 0401), their names, and where each stands on a map of equal tiles: north is up, the ocean is empty. */
import type { Language } from '../../../console-kit/index.ts';

export type Prefecture = {
  readonly code: string;
  readonly names: Readonly<Record<Language, string>>;
  readonly column: number;
  readonly row: number;
};

export const MAP_COLUMNS = 12;
export const MAP_ROWS = 11;

const at = (code: string, en: string, ja: string, column: number, row: number): Prefecture => ({
  code,
  names: { en, ja },
  column,
  row,
});

export const PREFECTURES: readonly Prefecture[] = [
  at('01', 'Hokkaidō', '北海道', 11, 0),
  at('02', 'Aomori', '青森', 11, 2),
  at('03', 'Iwate', '岩手', 11, 3),
  at('04', 'Miyagi', '宮城', 11, 4),
  at('05', 'Akita', '秋田', 10, 3),
  at('06', 'Yamagata', '山形', 10, 4),
  at('07', 'Fukushima', '福島', 11, 5),
  at('08', 'Ibaraki', '茨城', 11, 7),
  at('09', 'Tochigi', '栃木', 11, 6),
  at('10', 'Gunma', '群馬', 10, 6),
  at('11', 'Saitama', '埼玉', 10, 7),
  at('12', 'Chiba', '千葉', 11, 8),
  at('13', 'Tōkyō', '東京', 10, 8),
  at('14', 'Kanagawa', '神奈川', 10, 9),
  at('15', 'Niigata', '新潟', 10, 5),
  at('16', 'Toyama', '富山', 9, 5),
  at('17', 'Ishikawa', '石川', 8, 5),
  at('18', 'Fukui', '福井', 7, 6),
  at('19', 'Yamanashi', '山梨', 9, 7),
  at('20', 'Nagano', '長野', 9, 6),
  at('21', 'Gifu', '岐阜', 8, 6),
  at('22', 'Shizuoka', '静岡', 9, 8),
  at('23', 'Aichi', '愛知', 8, 7),
  at('24', 'Mie', '三重', 8, 8),
  at('25', 'Shiga', '滋賀', 7, 7),
  at('26', 'Kyōto', '京都', 6, 6),
  at('27', 'Ōsaka', '大阪', 6, 7),
  at('28', 'Hyōgo', '兵庫', 5, 6),
  at('29', 'Nara', '奈良', 7, 8),
  at('30', 'Wakayama', '和歌山', 6, 8),
  at('31', 'Tottori', '鳥取', 4, 6),
  at('32', 'Shimane', '島根', 3, 6),
  at('33', 'Okayama', '岡山', 4, 7),
  at('34', 'Hiroshima', '広島', 3, 7),
  at('35', 'Yamaguchi', '山口', 2, 7),
  at('36', 'Tokushima', '徳島', 4, 10),
  at('37', 'Kagawa', '香川', 4, 9),
  at('38', 'Ehime', '愛媛', 3, 9),
  at('39', 'Kōchi', '高知', 3, 10),
  at('40', 'Fukuoka', '福岡', 1, 7),
  at('41', 'Saga', '佐賀', 0, 7),
  at('42', 'Nagasaki', '長崎', 0, 8),
  at('43', 'Kumamoto', '熊本', 1, 8),
  at('44', 'Ōita', '大分', 2, 8),
  at('45', 'Miyazaki', '宮崎', 2, 9),
  at('46', 'Kagoshima', '鹿児島', 1, 9),
  at('47', 'Okinawa', '沖縄', 0, 10),
];

/** The name of a code; the code itself where there is no such prefecture. */
export function prefectureName(language: Language, code: string | null): string {
  return PREFECTURES.find((one) => one.code === code)?.names[language] ?? code ?? '—';
}
