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
