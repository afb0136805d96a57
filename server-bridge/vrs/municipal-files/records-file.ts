/** 接種記録: vaccination records (V2; 000 annex 1, 002 §7). What speaks against a record makes it doubtful; it does not refuse the file (P9). */
import * as v from 'valibot';
import { DoseFactsSchema } from '../register/dose-facts.ts';
import {
  codeCell,
  dayCell,
  doseNumberCell,
  flagCell,
  municipalityCell,
  orEmpty,
  referenceNumberCell,
  textCell,
  ticketNumberCell,
} from './cells.ts';
import { fileIn } from './file-format.ts';
import { DAY_FORM, MUNICIPALITY } from './shared-columns.ts';

const productCell = v.pipe(textCell(60), v.regex(/^[A-Za-z0-9._-]+$/, 'characters'), DoseFactsSchema.entries.product);
const lotCell = v.pipe(textCell(20), v.regex(/^[A-Za-z0-9-]+$/, 'characters'), DoseFactsSchema.entries.lot);

export const RECORDS_FILE = fileIn({
  name: 'records',
  neighbour: 'municipal system (M1)',
  title: '接種記録 Vaccination records',
  about:
    'One line for each dose of a person, named by 宛名番号, by 券番号, or by both, which then must belong together. A dose of the same person ' +
    'with the same number (and day) is corrected, and the row as it was is kept. 接種状況 0 says that the dose was not given: it registers ' +
    'nothing, and makes a dose that is registered doubtful. An empty 接種自治体コード, 接種会場名 or 接種医師名 leaves what is registered as it is; ' +
    'a change of what staff have confirmed or corrected makes the dose doubtful again.',
  columns: {
    municipality: MUNICIPALITY,
    referenceNumber: {
      heading: '宛名番号',
      form: '1 to 15 digits; may be empty where 券番号 is given',
      meaning: "The municipality's own number of the resident.",
    },
    ticketNumber: {
      heading: '券番号',
      form: '10 digits; may be empty where 宛名番号 is given',
      meaning: 'The ticket by which the dose was given.',
    },
    status: { heading: '接種状況', form: '1 done, 0 not done', meaning: 'Whether the dose was given.' },
    number: { heading: '接種回数', form: '1 to 99', meaning: 'Which dose it was.' },
    day: { heading: '接種日', form: `${DAY_FORM}; empty where not done`, meaning: 'Day of vaccination.' },
    vaccinatedIn: {
      heading: '接種自治体コード',
      form: '6 digits with their check digit; may be empty',
      meaning: 'Municipality where it was given.',
    },
    site: { heading: '接種会場名', form: 'up to 100 characters; may be empty', meaning: 'Vaccination site.' },
    doctor: { heading: '接種医師名', form: 'up to 100 characters; may be empty', meaning: 'Doctor.' },
    maker: {
      heading: 'ワクチンメーカー',
      form: 'up to 60 characters; may be empty; may be left out',
      meaning: 'Maker. One that is not the maker of the product makes the dose doubtful.',
      optional: true,
    },
    product: {
      heading: '製品コード',
      form: 'letters, digits, `.`, `_`, `-`, up to 60; empty where not done',
      meaning: "Key of VRS's product table. An unknown one makes the dose doubtful.",
    },
    lot: {
      heading: 'ワクチンロット番号',
      form: 'letters, digits, `-`, up to 20; empty where not done',
      meaning: 'Lot. One that is not of the product’s pattern makes the dose doubtful.',
    },
    doubtful: {
      heading: '要確認フラグ',
      form: '0 no, 1 yes; may be left out (no)',
      meaning: 'The source itself doubts it.',
      optional: true,
    },
  },
  entries: {
    municipality: municipalityCell,
    referenceNumber: orEmpty(referenceNumberCell),
    ticketNumber: orEmpty(ticketNumberCell),
    status: codeCell({ '0': 'not-done', '1': 'done' }),
    number: doseNumberCell,
    day: orEmpty(dayCell),
    vaccinatedIn: orEmpty(municipalityCell),
    site: orEmpty(textCell(100)),
    doctor: orEmpty(textCell(100)),
    maker: orEmpty(textCell(60)),
    product: orEmpty(productCell),
    lot: orEmpty(lotCell),
    doubtful: orEmpty(flagCell),
  },
  rules: (row) =>
    v.pipe(
      row,
      v.forward(
        v.check(({ referenceNumber, ticketNumber }) => referenceNumber !== null || ticketNumber !== null, 'missing'),
        ['referenceNumber'],
      ),
      v.forward(
        v.check(({ status, day }) => status === 'not-done' || day !== null, 'missing'),
        ['day'],
      ),
      v.forward(
        v.check(({ status, product }) => status === 'not-done' || product !== null, 'missing'),
        ['product'],
      ),
      v.forward(
        v.check(({ status, lot }) => status === 'not-done' || lot !== null, 'missing'),
        ['lot'],
      ),
    ),
});
export type RecordLine = v.InferOutput<typeof RECORDS_FILE.schema>;
