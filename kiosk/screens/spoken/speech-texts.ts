/** Words that are only spoken, never shown. */
import type { Language } from '../../snapshot.ts';

export interface SpeechTexts {
  readonly from: string;
  readonly to: string;
  readonly on: string;
  readonly off: string;
  /** Said where something about a person is left out. */
  readonly plugIn: string;
  readonly nameNotSpoken: string;
  /** In place of a key of the pad that types digits. */
  readonly digitKey: string;
  readonly staffScreen: string;
  readonly languages: Readonly<Record<Language, string>>;
}

export const SPEECH_TEXTS: Readonly<Record<Language, SpeechTexts>> = {
  ja: {
    from: 'から',
    to: 'まで',
    on: 'オン',
    off: 'オフ',
    plugIn: 'お名前など、ご本人のことは、イヤホンをつなぐと読み上げます。',
    nameNotSpoken: 'お名前の文字は、声では読み上げません。画面に出ています。',
    digitKey: '数字のキー',
    staffScreen: 'お店の人の画面です。',
    languages: { ja: '日本語', en: '英語', zh: '中国語', ko: '韓国語' },
  },
  en: {
    from: 'from',
    to: 'to',
    on: 'on',
    off: 'off',
    plugIn: 'Plug headphones in to hear what is about you.',
    nameNotSpoken: 'The characters of your name are not spoken. They stand on the screen.',
    digitKey: 'A digit key',
    staffScreen: 'This screen is for the staff.',
    languages: { ja: 'Japanese', en: 'English', zh: 'Chinese', ko: 'Korean' },
  },
  zh: {
    from: '从',
    to: '至',
    on: '开',
    off: '关',
    plugIn: '插入耳机后，会读出与您本人有关的内容。',
    nameNotSpoken: '姓名的文字不读出，显示在屏幕上。',
    digitKey: '数字键',
    staffScreen: '这是店员使用的画面。',
    languages: { ja: '日语', en: '英语', zh: '中文', ko: '韩语' },
  },
  ko: {
    from: '부터',
    to: '까지',
    on: '켜짐',
    off: '꺼짐',
    plugIn: '이어폰을 꽂으면 본인에 관한 내용을 읽어 드립니다.',
    nameNotSpoken: '성명의 글자는 읽지 않습니다. 화면에 표시되어 있습니다.',
    digitKey: '숫자 키',
    staffScreen: '직원용 화면입니다.',
    languages: { ja: '일본어', en: '영어', zh: '중국어', ko: '한국어' },
  },
};
