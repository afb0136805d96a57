import { checkDigitOf } from '../individual-number/index.ts';
import type { SyntheticPerson } from './synthetic-person.ts';

/** What is odd about a card's text. Nothing is known of these people anywhere else; they are for the card alone. */
type Oddity = Pick<SyntheticPerson, 'id' | 'name' | 'remark'> &
  Partial<Pick<SyntheticPerson, 'address' | 'birthDate' | 'sex'>>;

const ODDITIES: readonly Oddity[] = [
  { id: 'mononym', name: 'スシラワティ', remark: 'one name only, no separator' },
  {
    id: 'former-surname',
    name: '見本［試山］　一葉',
    remark: 'former surname (旧氏) in brackets, as on the face of cards',
  },
  { id: 'alias', name: 'CHEN　MEIHUA（陳野　美花）', remark: 'name in Latin letters with an alias (通称)' },
  {
    id: 'long-name',
    name: `SYNTHETIC　${'MARIA　DE　LOS　ANGELES　'.repeat(8)}EXAMPLE`,
    remark: 'a name of more than one hundred characters',
  },
  {
    id: 'variation-sequence',
    name: '葛\u{E0100}城　辻\u{E0101}子',
    remark: 'characters with ideographic variation selectors',
  },
  { id: 'standard-variation', name: '神\u{FE00}野　海', remark: 'a character with a standardised variation selector' },
  {
    id: 'compatibility-kanji',
    name: '\u{FA19}山　\u{FA1B}子',
    remark: 'CJK compatibility ideographs, which normalisation would change',
  },
  { id: 'combining-mark', name: 'ハ\u{309A}ーク　カ\u{3099}リ', remark: 'combining voicing marks, not composed' },
  { id: 'placeholder', name: '〓田　●子', remark: 'marks where a character could not be coded' },
  { id: 'half-width', name: 'ｻﾝﾌﾟﾙ　ﾊﾅｺ', remark: 'half-width katakana' },
  { id: 'longest-address', name: '架空　長', address: '架'.repeat(666), remark: 'address of 1,998 bytes' },
  { id: 'unknown-birth-day', name: '不詳　日', birthDate: '19450800', remark: 'day of birth not known' },
  { id: 'unknown-birth-month', name: '不詳　月', birthDate: '19450000', remark: 'month and day of birth not known' },
  { id: 'unknown-birth-date', name: '不詳　年', birthDate: '00000000', remark: 'nothing of the birth date known' },
  { id: 'blank-birth-day', name: '空白　日', birthDate: '194508  ', remark: 'day of birth left blank' },
  { id: 'sex-not-known', name: '未詳　空', sex: '0', remark: 'sex code 0' },
  { id: 'sex-not-applicable', name: '非該当　空', sex: '9', remark: 'sex code 9' },
  { id: 'sex-unlisted', name: '符号外　空', sex: '3', remark: 'a sex code that no standard lists' },
];

/** People whose cards hold every form of text that a reader must keep as written. */
export const ODD_PEOPLE: readonly SyntheticPerson[] = ODDITIES.map((oddity, index) => {
  const eleven = `9099${String(index + 1).padStart(7, '0')}`;
  return {
    individualNumber: `${eleven}${checkDigitOf(eleven)}`,
    address: '架空県検証市異体町１番１号',
    birthDate: '19700101',
    sex: '1',
    pin: '1234',
    issuer: index % 2 === 0 ? 'A' : 'B',
    ...oddity,
  };
});
