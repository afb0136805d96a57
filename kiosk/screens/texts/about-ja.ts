/** 「この機械について」の言葉。 */
import type { AboutTexts } from './about-texts.ts';

export const ABOUT_JA: AboutTexts = {
  heading: 'この機械について',
  purpose: 'マイナンバーカードを使って、新型コロナワクチンの接種証明書を印刷する機械です。',
  voice: '日本語の音声',
  voiceChanged: '音の長さと大きさを整えて使っています。作者がこのサービスをすすめているわけではありません。',
  otherVoices: 'ほかの言語の音声',
  typefaces: '書体',
  software: 'ソフトウェア',
  notices: 'ほかの作者のソフトウェアも使っています。その名前と利用条件の一覧は、この機械のソフトウェアに付いています。',
  back: '設定にもどる',
};
