/** Invented municipalities; codes have right check digits but belong to no prefecture (47 is the last). */
import * as v from 'valibot';
import { type Municipality, MunicipalitySchema } from '../../protocol/index.ts';

const kaku = { ja: '架空県', en: 'Kaku Prefecture' };
const mihon = { ja: '見本県', en: 'Mihon Prefecture' };

export const SYNTHETIC_MUNICIPALITIES: readonly Municipality[] = v.parse(v.array(MunicipalitySchema), [
  { code: '900010', prefecture: kaku, name: { ja: '架空市', en: 'Kaku City' }, kana: 'かくうし', takingPart: true },
  {
    code: '900028',
    prefecture: kaku,
    name: { ja: '検証町', en: 'Kensho Town' },
    kana: 'けんしょうちょう',
    takingPart: true,
  },
  {
    code: '900036',
    prefecture: mihon,
    name: { ja: '例示村', en: 'Reiji Village' },
    kana: 'れいじむら',
    takingPart: false,
    reason: {
      ja: 'コンビニ交付に参加していません。窓口でお申し込みください。',
      en: 'Does not take part. Please apply at the counter.',
    },
  },
  { code: '900044', prefecture: mihon, name: { ja: '見本市', en: 'Mihon City' }, kana: 'みほんし', takingPart: true },
]);
