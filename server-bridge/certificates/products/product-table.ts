/**
 * The products used in the programme (Digital Agency list of 2023-02-07; CVX by the CDC's code set). One table for the
 * record gate, the page and both codes, so that they cannot disagree (P13).
 */
import { GENERIC_ICD11, type Product } from './product.ts';

const pfizer = { manufacturer: { ja: 'ファイザー', en: 'Pfizer' }, lotPattern: /^[A-Z]{2}[0-9]{4}$/ };
const moderna = {
  manufacturer: { ja: 'モデルナ', en: 'Moderna' },
  lotPattern: /^([0-9]{7}|[0-9]{6}[A-Z])$/,
};
const otherLot = /^[A-Z0-9]{4,10}$/;

const messengerRna = { ja: 'mRNAワクチン', en: 'mRNA vaccine' };
const protein = { ja: '組換えタンパクワクチン', en: 'Recombinant protein vaccine' };
const vector = { ja: 'ウイルスベクターワクチン', en: 'Viral vector vaccine' };

/** First day on which certificates with codes were issued. */
const start = '2021-12-20';
/** The day on which the issuer took up the codes of the bivalent vaccines. */
const bivalentCodes = '2023-02-07';

const always = (cvx: string) => [{ day: start, cvx }];

/**
 * Every published proof names all vaccines against COVID-19 by this one code; the product stands beside it as text. A
 * code of a product's own is added to its list with the day from which it is written, never put in place of this one.
 */
const anyCovid19Vaccine = [{ day: start, codes: GENERIC_ICD11 }];

export const PRODUCTS: readonly Product[] = [
  {
    code: 'comirnaty',
    ...pfizer,
    vaccineType: messengerRna,
    product: { ja: 'コミナティ', en: 'Comirnaty' },
    cvxFrom: always('208'),
    icd11From: anyCovid19Vaccine,
  },
  {
    code: 'comirnaty-5-11',
    ...pfizer,
    vaccineType: messengerRna,
    product: { ja: 'コミナティ（5～11歳用）', en: 'Comirnaty(5-11)' },
    cvxFrom: always('218'),
    icd11From: anyCovid19Vaccine,
  },
  {
    code: 'comirnaty-6m-4',
    ...pfizer,
    vaccineType: messengerRna,
    product: { ja: 'コミナティ（6か月～4歳用）', en: 'Comirnaty(6m-4)' },
    cvxFrom: always('219'),
    icd11From: anyCovid19Vaccine,
  },
  {
    code: 'comirnaty-ba1',
    ...pfizer,
    vaccineType: messengerRna,
    product: { ja: 'コミナティ（BA.1）', en: 'Comirnaty(BA.1)' },
    cvxFrom: [{ day: bivalentCodes, cvx: '520' }],
    icd11From: anyCovid19Vaccine,
  },
  {
    code: 'comirnaty-ba45',
    ...pfizer,
    vaccineType: messengerRna,
    product: { ja: 'コミナティ（BA.4-5）', en: 'Comirnaty(BA.4-5)' },
    cvxFrom: always('300'),
    icd11From: anyCovid19Vaccine,
  },
  {
    code: 'comirnaty-ba45-5-11',
    ...pfizer,
    vaccineType: messengerRna,
    product: { ja: 'コミナティ（5～11歳用 BA.4-5）', en: 'Comirnaty(5-11 BA.4-5)' },
    cvxFrom: always('301'),
    icd11From: anyCovid19Vaccine,
  },
  {
    code: 'spikevax',
    ...moderna,
    vaccineType: messengerRna,
    product: { ja: 'スパイクバックス', en: 'Spikevax' },
    cvxFrom: always('207'),
    icd11From: anyCovid19Vaccine,
  },
  {
    code: 'spikevax-ba1',
    ...moderna,
    vaccineType: messengerRna,
    product: { ja: 'スパイクバックス（BA.1）', en: 'Spikevax(BA.1)' },
    cvxFrom: [{ day: bivalentCodes, cvx: '519' }],
    icd11From: anyCovid19Vaccine,
  },
  {
    code: 'spikevax-ba45',
    ...moderna,
    vaccineType: messengerRna,
    product: { ja: 'スパイクバックス（BA.4-5）', en: 'Spikevax(BA.4-5)' },
    cvxFrom: [{ day: '2022-11-28', cvx: '229' }],
    icd11From: anyCovid19Vaccine,
  },
  {
    code: 'nuvaxovid',
    manufacturer: { ja: '武田薬品工業', en: 'Takeda' },
    lotPattern: otherLot,
    vaccineType: protein,
    product: { ja: 'ヌバキソビッド', en: 'Nuvaxovid' },
    cvxFrom: always('211'),
    icd11From: anyCovid19Vaccine,
  },
  {
    code: 'vaxzevria',
    manufacturer: { ja: 'アストラゼネカ', en: 'AstraZeneca' },
    lotPattern: otherLot,
    vaccineType: vector,
    product: { ja: 'バキスゼブリア', en: 'Vaxzevria' },
    cvxFrom: always('210'),
    icd11From: anyCovid19Vaccine,
  },
  {
    code: 'jcovden',
    manufacturer: { ja: 'ヤンセンファーマ', en: 'Janssen' },
    lotPattern: otherLot,
    vaccineType: vector,
    product: { ja: 'ジェコビデン', en: 'Jcovden' },
    cvxFrom: always('212'),
    icd11From: anyCovid19Vaccine,
  },
];

const byCode = new Map(PRODUCTS.map((product) => [product.code, product]));

/** The product of that code, or undefined: an unknown code is never guessed (P9, P13). */
export function productOf(code: string): Product | undefined {
  return byCode.get(code);
}
