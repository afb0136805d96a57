/** 旅券を読み取る画面のことば。 */
import type { PassportTexts } from './texts.ts';

export const PASSPORT_JA: PassportTexts = {
  again: '読み取れませんでした',
  scan: {
    heading: '旅券（パスポート）の写真のページを、読み取り機に置いてください',
    lead: '海外用の証明書に必要な旅券の情報が、登録されていません。旅券があれば、ここで読み取れます。',
    problems: {
      unreadable: '下の2行がはっきり見えるように、もう一度置いてください。',
      'another-passport': '置かれた旅券と写真のページが合いませんでした。もう一度、写真のページから読み取ります。',
    },
  },
  lay: {
    heading: '旅券を閉じて、読み取り台に置いてください',
    lead: 'カードを置いた台です。案内するまで動かさないでください。',
    problems: {
      unreadable: 'もう一度、台の中央に置いてください。カバーは外してください。',
      'wrong-document': 'チップの入った旅券ではありません。旅券を置いてください。',
      'taken-early': '途中で旅券が離れました。もう一度置き、案内するまで動かさないでください。',
    },
  },
  take: {
    done: { heading: '旅券をお取りください', lead: '読み取りが終わりました。旅券を取ると、次の画面に進みます。' },
    again: { heading: '旅券を一度お取りください', lead: '旅券を取ると、もう一度読み取ります。' },
    ended: { heading: '旅券をお取りください', lead: '置き忘れにご注意ください。' },
  },
};
