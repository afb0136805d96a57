/** 取り扱い休止中の画面の言葉。 */
import type { Texts } from './texts.ts';

const staffAware = '復旧までしばらくお待ちいただくか、ほかのお店の機械をご利用ください。';
const callStaff = 'お店の人に声をかけてください。';

export const OUT_OF_SERVICE_JA: Texts['outOfService'] = {
  heading: 'ただいま、ご利用いただけません',
  causes: {
    starting: { happened: '機械を準備しています。', next: 'このまましばらくお待ちください。' },
    'out-of-hours': { happened: 'ご利用時間外です。', next: 'ご利用時間内に、もう一度お越しください。' },
    'suspended-by-center': {
      happened: '証明書交付センターが、お取り扱いを休止しています。',
      next: 'しばらくしてからお試しになるか、市区町村の窓口をご利用ください。',
    },
    'no-directive': {
      happened: '証明書交付センターとつながりません。',
      next: staffAware,
    },
    'needs-staff-paper': { happened: '用紙がありません。', next: callStaff },
    'needs-staff-printer': { happened: 'プリンターの確認が必要です。', next: callStaff },
    'needs-staff-receipt': { happened: '領収証プリンターの確認が必要です。', next: callStaff },
    'needs-staff-reader': { happened: 'カードの読み取り台が使えません。', next: callStaff },
    'needs-staff-coin-box': { happened: '硬貨の投入口が使えません。', next: callStaff },
    'needs-staff-card-left': {
      happened: '読み取り台にカードが残っています。',
      next: 'ご自身のカードであれば、お取りください。ちがうときは、さわらずにお店の人に声をかけてください。',
    },
    'needs-staff-paper-left': {
      happened: '取り出し口に紙が残っています。',
      next: 'ご自身の紙であれば、お取りください。ちがうときは、さわらずにお店の人に声をかけてください。',
    },
    'right-person': { happened: '安全の確認のため、お取り扱いを止めています。', next: staffAware },
    clock: { happened: '時計の確認が必要です。', next: staffAware },
  },
  hours: (from, to) => `ご利用時間 ${from}〜${to}`,
  refundOwed: (yen) =>
    `お返しできていないお金が ${yen.toLocaleString('ja-JP')}円 あります。お心当たりの方は、お店の人に声をかけてください。`,
  terminal: '端末番号',
  build: '版',
  time: '時刻（日本時間）',
};
