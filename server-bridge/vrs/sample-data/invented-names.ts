/** Invented names, with readings: family names that say that they are samples, given names as people have them. */
import type { Chance } from './chance.ts';

type Named = readonly [written: string, kana: string];

const BEGINNINGS: readonly Named[] = [
  ['見本', 'ミホン'],
  ['架空', 'カクウ'],
  ['例示', 'レイジ'],
  ['仮名', 'カリナ'],
  ['試験', 'シケン'],
  ['模擬', 'モギ'],
  ['検証', 'ケンショウ'],
  ['想定', 'ソウテイ'],
  ['標本', 'ヒョウホン'],
  ['雛形', 'ヒナガタ'],
  ['虚構', 'キョコウ'],
  ['凡例', 'ハンレイ'],
];
const ENDINGS: readonly Named[] = [
  ['', ''],
  ['田', 'ダ'],
  ['山', 'ヤマ'],
  ['川', 'ガワ'],
  ['野', 'ノ'],
  ['原', 'ハラ'],
  ['島', 'ジマ'],
  ['﨑', 'ザキ'],
  ['橋', 'バシ'],
];
const WOMEN: readonly Named[] = [
  ['花子', 'ハナコ'],
  ['陽菜', 'ヒナ'],
  ['結衣', 'ユイ'],
  ['美咲', 'ミサキ'],
  ['さくら', 'サクラ'],
  ['由美子', 'ユミコ'],
  ['和子', 'カズコ'],
  ['恵', 'メグミ'],
  ['真由', 'マユ'],
  ['千代', 'チヨ'],
  ['凛', 'リン'],
  ['あかり', 'アカリ'],
];
const MEN: readonly Named[] = [
  ['太郎', 'タロウ'],
  ['健', 'ケン'],
  ['大翔', 'ヒロト'],
  ['蓮', 'レン'],
  ['誠', 'マコト'],
  ['隆', 'タカシ'],
  ['翔太', 'ショウタ'],
  ['博', 'ヒロシ'],
  ['一郎', 'イチロウ'],
  ['悠真', 'ユウマ'],
  ['拓也', 'タクヤ'],
  ['清', 'キヨシ'],
];

export const inventFamilyName = (chance: Chance): Named => {
  const [beginning, ending] = [chance.of(BEGINNINGS), chance.of(ENDINGS)];
  return [`${beginning[0]}${ending[0]}`, `${beginning[1]}${ending[1]}`];
};

export const inventGivenName = (chance: Chance, sex: 'male' | 'female'): Named =>
  chance.of(sex === 'male' ? MEN : WOMEN);
