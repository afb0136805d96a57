/** 接種対象者: people to be vaccinated, from the municipality's own systems (V1, V3; 000 annex 1, 002 §7). */
import * as v from 'valibot';
import {
  codeCell,
  dayCell,
  flagCell,
  individualNumberCell,
  kanaCell,
  municipalityCell,
  orEmpty,
  referenceNumberCell,
  sexCell,
  textCell,
} from './cells.ts';
import { fileIn } from './file-format.ts';
import { DAY_FORM, MUNICIPALITY, REFERENCE } from './shared-columns.ts';

export const PEOPLE_FILE = fileIn({
  name: 'people',
  neighbour: 'municipal system (M1)',
  title: '接種対象者 People to be vaccinated',
  about:
    'One line for each person. A reference number that is registered already corrects that person, and the row as it was is kept; ' +
    'nobody is taken away by being left out. An empty 個人番号 leaves a registered number as it is, and a 支援措置フラグ that is ' +
    'empty or left out a registered measure: only 0 ends it.',
  columns: {
    municipality: MUNICIPALITY,
    referenceNumber: REFERENCE,
    individualNumber: {
      heading: '個人番号',
      form: '12 digits with their check digit; may be empty; may be left out',
      meaning: 'Individual number. Refused where it is registered for another person.',
      optional: true,
    },
    name: { heading: '氏名', form: 'up to 100 characters', meaning: 'Name as the resident register writes it.' },
    kana: {
      heading: 'カナ氏名',
      form: 'katakana, up to 100 characters, full or half width; may be empty',
      meaning: 'Reading of the name.',
    },
    birthDay: { heading: '生年月日', form: DAY_FORM, meaning: 'Day of birth.' },
    sex: { heading: '性別', form: '0 unknown, 1 male, 2 female, 9 other (JIS X 0304)', meaning: 'Sex.' },
    flag: {
      heading: '転出・死亡フラグ',
      form: '0 neither, 1 moved out, 2 deceased, 3 both',
      meaning: 'Must agree with the two days that follow.',
    },
    movedOn: {
      heading: '転出年月日',
      form: `${DAY_FORM}; empty unless the flag is 1 or 3`,
      meaning: 'Day of moving out.',
    },
    deceasedOn: {
      heading: '死亡年月日',
      form: `${DAY_FORM}; empty unless the flag is 2 or 3`,
      meaning: 'Day of death.',
    },
    protected: {
      heading: '支援措置フラグ',
      form: '0 no, 1 yes; may be empty; may be left out',
      meaning: 'Protective measure: no certificate outside the counter. A new person has none where nothing is said.',
      optional: true,
    },
  },
  entries: {
    municipality: municipalityCell,
    referenceNumber: referenceNumberCell,
    individualNumber: orEmpty(individualNumberCell),
    name: textCell(100),
    kana: orEmpty(kanaCell),
    birthDay: dayCell,
    sex: sexCell,
    flag: codeCell({ '0': 'neither', '1': 'moved', '2': 'deceased', '3': 'both' }),
    movedOn: orEmpty(dayCell),
    deceasedOn: orEmpty(dayCell),
    protected: orEmpty(flagCell),
  },
  rules: (row) =>
    v.pipe(
      row,
      v.forward(
        v.check(({ flag, movedOn }) => (flag === 'moved' || flag === 'both') === (movedOn !== null), 'form'),
        ['movedOn'],
      ),
      v.forward(
        v.check(({ flag, deceasedOn }) => (flag === 'deceased' || flag === 'both') === (deceasedOn !== null), 'form'),
        ['deceasedOn'],
      ),
    ),
});
export type PeopleLine = v.InferOutput<typeof PEOPLE_FILE.schema>;
