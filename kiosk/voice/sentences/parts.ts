/**
 * Pieces a sum is put together from in the headphone mode. Sums and counts of the screen are all they can say; names, dates
 * and places have no clips, so they cannot be spoken even where somebody has forgotten to plug the headphones in.
 */
import type { EnglishWords, JapaneseWords } from './sentence.ts';

export interface Part {
  readonly ja: JapaneseWords;
  readonly en: EnglishWords;
}

export const PARTS = {
  welcome: {
    ja: {
      text: '新型コロナワクチンの、接種証明書を受け取れます。マイナンバーカードと、暗証番号が必要です。',
      reading:
        'シンガタコロナワクチンノ セッシュショーメーショヲ ウケトレマス マイナンバーカードト アンショーバンゴーガ ヒツヨーデス',
    },
    en: {
      text: 'You can get your certificate of vaccination here. You need your My Number card and its PIN.',
      spoken: 'You can get your certificate of vaccination here. You need your My Number card and its pin.',
    },
  },
  'no-service': {
    ja: {
      text: 'ただいま、ご利用になれません。',
      reading: 'タダイマ ゴリヨーニ ナレマセン',
    },
    en: { text: 'There is no service just now.' },
  },
  'contents-not-spoken': {
    ja: {
      text: 'お名前や生年月日は、声では読み上げません。',
      reading: 'オナマエヤ セーネンガッピワ コエデワ ヨミアゲマセン',
    },
    en: { text: 'Your name and date of birth are not spoken.' },
  },
  'price-is': { ja: { text: '料金は、', reading: 'リョーキンワ' }, en: { text: 'The price is' } },
  'inserted-is': { ja: { text: '入れたお金は、', reading: 'イレタオカネワ' }, en: { text: 'You have inserted' } },
  'change-is': { ja: { text: 'おつりは、', reading: 'オツリワ' }, en: { text: 'Your change is' } },
  'refund-is': {
    ja: { text: 'お返しするお金は、', reading: 'オカエシスル オカネワ' },
    en: { text: 'You get back' },
  },
  yen: { ja: { text: '円です。', reading: 'エンデス' }, en: { text: 'yen.' } },
  copies: { ja: { text: '部です。', reading: 'ブデス' }, en: { text: 'copies.' } },
  copy: { ja: { text: '部です。', reading: 'ブデス' }, en: { text: 'copy.' } },
  'digits-entered': {
    ja: { text: '桁、入力しました。', reading: 'ケタ ニューリョクシマシタ' },
    en: { text: 'digits entered.' },
  },
} as const satisfies Record<string, Part>;
export type PartId = keyof typeof PARTS;
