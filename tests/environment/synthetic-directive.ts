/**
 * The directive content of the development country: open round the clock, 120 yen a copy, invented municipalities, one clerk.
 */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { hashOperatorCode } from '../../kiosk/operator/index.ts';
import type { DirectiveContent } from '../../server-bridge/center/index.ts';
import { OperatorIdSchema } from '../../server-bridge/index.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../../server-bridge/vrs/index.ts';

const TERMS = {
  ja: [
    '新型コロナウイルス感染症予防接種証明書の交付を受けるにあたり、次のことに同意してください。',
    '1. 個人番号カードから、個人番号・氏名・住所・生年月日・性別を読み取り、ワクチン接種記録システム（VRS）に送ります。これらは証明書の交付のためだけに使い、この端末にも証明書交付センターにも記録しません。',
    '2. 証明書の手数料は1通120円です。交付後の取り消しや返金はできません（印刷の不良を除きます）。内容は支払いの前に画面でご確認ください。',
    '3. 内容に誤りがあるときは、接種時にお住まいだった市区町村にお問い合わせください。店舗では訂正できません。',
    '4. カードと証明書のお取り忘れにご注意ください。',
  ].join('\n'),
  en: [
    'Before a COVID-19 vaccination certificate can be issued, please agree to the following.',
    '1. Your individual number, name, address, date of birth and sex are read from your Individual Number Card and sent to the Vaccination Record System (VRS). They are used only to issue this certificate. Neither this terminal nor the issuance center records them.',
    '2. The fee is 120 yen for each copy. There is no cancellation or refund after issuing (except for a defective print). Please check the contents on the screen before you pay.',
    '3. If the contents are wrong, please ask the municipality where you lived when you were vaccinated. The store cannot correct them.',
    '4. Please do not forget your card and your certificate.',
  ].join('\n'),
  zh: [
    '领取新冠病毒疫苗接种证明之前，请同意以下内容。',
    '1. 本机从您的个人编号卡读取个人编号、姓名、住址、出生日期和性别，并发送到疫苗接种记录系统（VRS）。这些信息只用于发放证明，本机和证明发放中心都不保存。',
    '2. 手续费为每份120日元。发放后不能取消，也不能退款（打印不良除外）。请在付款之前在屏幕上确认内容。',
    '3. 内容有误时，请咨询接种时您居住的市区町村。店铺不能更正。',
    '4. 请不要忘记取走卡和证明。',
  ].join('\n'),
  ko: [
    '코로나19 예방접종 증명서를 발급받기 전에 다음 사항에 동의해 주십시오.',
    '1. 개인번호 카드에서 개인번호, 이름, 주소, 생년월일, 성별을 읽어 백신 접종 기록 시스템(VRS)으로 보냅니다. 증명서 발급에만 사용하며, 이 단말기에도 증명서 발급 센터에도 기록하지 않습니다.',
    '2. 수수료는 1부에 120엔입니다. 발급 후에는 취소하거나 환불할 수 없습니다(인쇄 불량은 제외). 결제하기 전에 화면에서 내용을 확인해 주십시오.',
    '3. 내용이 잘못되었을 때는 접종 당시 거주하던 시구정촌에 문의해 주십시오. 매장에서는 고칠 수 없습니다.',
    '4. 카드와 증명서를 잊지 말고 가져가 주십시오.',
  ].join('\n'),
};

/** The one clerk of the development country. The code is synthetic: it opens nothing else. */
export const SYNTHETIC_CLERK = { id: v.parse(OperatorIdSchema, 'clerk-1'), code: '123456' } as const;

/** A new salt each time, as at a real center. */
export async function syntheticDirective(o: { readonly passportReading: boolean }): Promise<DirectiveContent> {
  const codeHash = await hashOperatorCode(Buffer.from(SYNTHETIC_CLERK.code, 'ascii'));
  return {
    v: 1,
    service: { state: 'on' },
    hours: { from: '00:00', to: '24:00' },
    municipalities: [...SYNTHETIC_MUNICIPALITIES],
    kinds: ['domestic', 'overseas'],
    prices: [{ effectiveFrom: '2022-07-26T00:00:00.000Z', copyYen: 120 }],
    passportReading: o.passportReading,
    // Quiet while people sleep upstairs, the usual volume otherwise.
    voiceVolumes: [
      { from: '00:00', to: '24:00', percent: 70 },
      { from: '22:00', to: '07:00', percent: 40 },
    ],
    maxCopies: 10,
    terms: { text: TERMS, digest: createHash('sha256').update(TERMS.ja, 'utf8').digest('hex') },
    allowedBuilds: [],
    operators: [{ id: SYNTHETIC_CLERK.id, codeHash }],
    terminals: [],
  };
}
