/**
 * What the synthesisers are given where they would misread the screens' own words. Each rule was written for readings seen in the
 * trace; whoever changes a text of the screens reads the traces of its new clips once (`node kiosk/voice/cli.ts list`).
 */

/** Words of several readings, in kana where Open JTalk chooses the wrong one. */
const JAPANESE: readonly (readonly [RegExp, string])[] = [
  // ニッポン
  [/日本(?=国内|時間|の中)/g, 'にほん'],
  // ホー
  [/(次の|心当たりの|されている|同じ)方(?=[にはのだ])/g, '$1かた'],
  // トーイリグチ, コー
  [/投入口/g, 'とうにゅうぐち'],
  [/(返却|取り出し)口/g, '$1ぐち'],
  // タイ
  [/(?<!読み取り)台の中央/g, 'だいの中央'],
  // ヒライテ
  [/ふたが開いて/g, 'ふたがあいて'],
  // イッテ
  [/交付を行って/g, '交付をおこなって'],
  // ハコー
  [/^は行$/g, 'はぎょう'],
  // The wave is not read
  [/([0-9])[〜～]([0-9])/g, '$1から$2'],
];

/** Words whose sound depends on their meaning, and names that are not English. */
const ENGLISH: readonly (readonly [RegExp, string])[] = [
  [/\bPIN\b/g, 'pin'],
  [/\bClose\b/g, 'Cloze'],
  [/\bclose\b/g, 'cloze'],
  [/\btear it up\b/g, 'tare it up'],
  [/\b(screen; |or )use\b/g, '$1yuze'],
  [/^No$/g, 'number'],
  [/\(5-11/g, '(five to eleven'],
  [/\(6m-4/g, '(six months to four'],
  [/\bBA\.4-5/g, 'B A four five'],
  [/\bBA\.1/g, 'B A one'],
  [/^Hokkaido$/g, 'Hock-eye-doh'],
  [/^Gifu$/g, 'Ghee-foo'],
  [/^Oita$/g, 'Oh-eeta'],
  [/^Kochi$/g, 'Koh-chee'],
  [/^Mie$/g, 'Mee-eh'],
  [/^Ehime$/g, 'Eh-hee-meh'],
];

const changed = (text: string, rules: readonly (readonly [RegExp, string])[]): string =>
  rules.reduce((spoken, [wrong, right]) => spoken.replaceAll(wrong, right), text);

export const spokenInJapanese = (text: string): string => changed(text, JAPANESE);
export const spokenInEnglish = (text: string): string => changed(text, ENGLISH);
