/** 读取护照的画面用语。 */
import type { PassportTexts } from './texts.ts';

export const PASSPORT_ZH: PassportTexts = {
  again: '未能读取',
  scan: {
    heading: '请将护照上有照片的一页放在扫描台上',
    lead: '您的护照信息没有登记。海外用的证明需要这些信息。如果带着护照，可以在这里读取。',
    problems: {
      unreadable: '请重新放好，让页面下方的两行文字能看清楚。',
      'another-passport': '护照与有照片的一页不一致。请重新从有照片的一页开始读取。',
    },
  },
  lay: {
    heading: '请合上护照，放在读卡台上',
    lead: '就是刚才放卡的台子。在提示您取走之前，请不要移动。',
    problems: {
      unreadable: '请取下护照套，重新放在读卡台的中央。',
      'wrong-document': '这不是带芯片的护照。请放上护照。',
      'taken-early': '护照过早离开了读卡台。请重新放好，在提示取走之前不要移动。',
    },
  },
  take: {
    done: { heading: '请取走护照', lead: '读取已完成。取走护照后，将进入下一个画面。' },
    again: { heading: '请暂时取走护照', lead: '取走护照后，将重新读取。' },
    ended: { heading: '请取走护照', lead: '请不要遗忘。' },
  },
};
