/** 統合宛名: links of reference number, integrated number and individual number, from the address-number system (M2). */
import type * as v from 'valibot';
import { individualNumberCell, integratedNumberCell, municipalityCell, orEmpty, referenceNumberCell } from './cells.ts';
import { fileIn } from './file-format.ts';
import { MUNICIPALITY, REFERENCE } from './shared-columns.ts';

export const ADDRESS_NUMBERS_FILE = fileIn({
  name: 'address-numbers',
  neighbour: 'address-number system (M2)',
  title: '統合宛名 Address numbers',
  about:
    'One line for each person that is registered: which integrated number the person has, and which individual number. An empty 個人番号 ' +
    'leaves a registered number as it is.',
  columns: {
    municipality: MUNICIPALITY,
    referenceNumber: REFERENCE,
    integratedNumber: {
      heading: '統合宛名番号',
      form: '1 to 15 digits',
      meaning: 'Number of the person within all systems of the municipality; one person has one.',
    },
    individualNumber: {
      heading: '個人番号',
      form: '12 digits with their check digit; may be empty; may be left out',
      meaning: 'Individual number. Refused where it is registered for another person.',
      optional: true,
    },
  },
  entries: {
    municipality: municipalityCell,
    referenceNumber: referenceNumberCell,
    integratedNumber: integratedNumberCell,
    individualNumber: orEmpty(individualNumberCell),
  },
  rules: (row) => row,
});
export type AddressNumberLine = v.InferOutput<typeof ADDRESS_NUMBERS_FILE.schema>;
