/** 取り扱い休止中の画面の言葉。 */
import type { Texts } from './texts.ts';

const waitOrElsewhere = '復旧までしばらくお待ちいただくか、ほかのお店の機械をご利用ください。';
const callStaff = 'お店の人に声をかけてください。';

export const OUT_OF_SERVICE_JA: Texts['outOfService'] = {
  heading: 'ただいま、ご利用いただけません',
  causes: {
    starting: { happened: '機械を準備しています。', next: 'このまましばらくお待ちください。' },
    restarting: { happened: '機械を再起動しています。', next: '数分で、また使えるようになります。' },
    maintenance: { happened: '機械を点検しています。', next: '終わるまで、しばらくお待ちください。' },
    'out-of-hours': { happened: 'ご利用時間外です。', next: 'ご利用時間内に、もう一度お越しください。' },
    'suspended-by-center': {
      happened: '証明書交付センターが、お取り扱いを休止しています。',
      next: 'しばらくしてからお試しになるか、市区町村の窓口をご利用ください。',
    },
    'no-directive': {
      happened: '証明書交付センターから、お取り扱いの指示を受け取れていません。',
      next: waitOrElsewhere,
    },
    'line-down': { happened: '証明書交付センターと、通信がつながりません。', next: waitOrElsewhere },
    clock: { happened: '機械の時計が合っていないため、確認が必要です。', next: waitOrElsewhere },
    'right-person': { happened: '安全の確認のため、お取り扱いを止めています。', next: waitOrElsewhere },
    'needs-staff-paper': { happened: '用紙がありません。', next: callStaff },
    'needs-staff-jam': { happened: '紙がつまっています。', next: `紙を引き出さずに、${callStaff}` },
    'needs-staff-cover': { happened: 'プリンターのふたが開いています。', next: callStaff },
    'needs-staff-toner': { happened: 'トナーがありません。', next: callStaff },
    'needs-staff-printer': { happened: 'プリンターの確認が必要です。', next: callStaff },
    'needs-staff-receipt-roll': { happened: '領収証の紙がありません。', next: callStaff },
    'needs-staff-receipt': { happened: '領収証プリンターの確認が必要です。', next: callStaff },
    'needs-staff-reader': { happened: 'カードの読み取り台が使えません。', next: callStaff },
    'needs-staff-coin-jam': { happened: '硬貨がつまっています。', next: callStaff },
    'needs-staff-no-change': { happened: 'おつりの硬貨が足りません。', next: callStaff },
    'needs-staff-coin-box': { happened: '硬貨の投入口が使えません。', next: callStaff },
    'needs-staff-money': { happened: 'お返しできていないお金があり、確認が必要です。', next: callStaff },
    'needs-staff-card-left': {
      happened: '読み取り台にカードが残っています。',
      next: 'ご自身のカードであれば、お取りください。ちがうときは、さわらずにお店の人に声をかけてください。',
    },
    'needs-staff-paper-left': {
      happened: '取り出し口に紙が残っています。',
      next: 'ご自身の紙であれば、お取りください。ちがうときは、さわらずにお店の人に声をかけてください。',
    },
  },
  hours: (from, to) => `ご利用時間 ${from}〜${to}`,
  refundOwed: (yen) =>
    `お返しできていないお金が ${yen.toLocaleString('ja-JP')}円 あります。お心当たりの方は、お店の人に声をかけてください。`,
  terminal: '端末番号',
  build: '版',
  time: '時刻（日本時間）',
};
