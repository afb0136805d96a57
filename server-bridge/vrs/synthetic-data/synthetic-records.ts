/** The invented vaccination records of the invented people of the card room, by their ids. */
import type { SyntheticRegistration } from './register-synthetic-person.ts';

type Dose = SyntheticRegistration['doses'][number];

export type SyntheticRecord = {
  readonly municipality: string;
  readonly record: Pick<SyntheticRegistration, 'protected' | 'movedOn' | 'deceasedOn' | 'doses' | 'passport'>;
};

const ALL_DOSES: readonly Dose[] = [
  { number: 1, day: '2021-07-10', product: 'comirnaty', lot: 'ZZ0001', doubtful: false },
  { number: 2, day: '2021-07-31', product: 'comirnaty', lot: 'ZZ0002', doubtful: false },
  { number: 3, day: '2022-03-05', product: 'spikevax', lot: '900000Z', doubtful: false },
  { number: 4, day: '2022-08-20', product: 'nuvaxovid', lot: 'ZZ4004', doubtful: false },
  { number: 5, day: '2022-11-26', product: 'comirnaty-ba45', lot: 'ZZ0005', doubtful: false },
  { number: 6, day: '2023-05-13', product: 'spikevax-ba45', lot: '9000006', doubtful: false },
  { number: 7, day: '2023-10-07', product: 'comirnaty-ba1', lot: 'ZZ0007', doubtful: false },
];

const doses = (count: number) => ALL_DOSES.slice(0, count);

/** So many doses, as nobody had them: each on a day of its own. */
const everyNineDays = (count: number): Dose[] =>
  Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    day: new Date(Date.UTC(2021, 6, 10 + 9 * index)).toISOString().slice(0, 10),
    product: 'comirnaty',
    lot: `ZZ${String(1000 + index)}`,
    doubtful: false,
  }));

const passport = (primary: string, secondary: string, number: string) => ({
  romanName: { primary, secondary },
  nationality: 'JPN',
  passportNumber: number,
});

const plain = { protected: false, movedOn: null, deceasedOn: null, passport: null };

/** Everybody has doses somewhere except `no-record`: unknown in most municipalities, known without a dose in one. */
export const SYNTHETIC_RECORDS: Readonly<Record<string, SyntheticRecord>> = {
  ichiyo: {
    municipality: '900010',
    record: { ...plain, doses: doses(3), passport: passport('MIHON', 'ICHIYO', 'ZZ0000001') },
  },
  teppei: { municipality: '900028', record: { ...plain, doses: doses(2) } },
  'no-record': { municipality: '900028', record: { ...plain, doses: [] } },
  'one-dose': { municipality: '900010', record: { ...plain, doses: doses(1) } },
  'four-doses': { municipality: '900010', record: { ...plain, doses: doses(4) } },
  'seven-doses': {
    municipality: '900010',
    record: { ...plain, doses: doses(7), passport: passport('NANAMI', 'TOYO', 'ZZ0000007') },
  },
  passport: {
    municipality: '900010',
    record: { ...plain, doses: doses(4), passport: passport('TABIKAWA', 'WATARU', 'ZZ0000004') },
  },
  'no-passport': { municipality: '900010', record: { ...plain, doses: doses(2) } },
  doubtful: {
    municipality: '900010',
    record: { ...plain, doses: doses(2).map((dose) => ({ ...dose, doubtful: dose.number === 2 })) },
  },
  'rare-kanji': { municipality: '900010', record: { ...plain, doses: doses(3) } },
  moved: { municipality: '900010', record: { ...plain, doses: doses(2), movedOn: '2021-07-20' } },
  protected: { municipality: '900010', record: { ...plain, doses: doses(2), protected: true } },
  glyphless: { municipality: '900010', record: { ...plain, doses: doses(1) } },
  deceased: { municipality: '900010', record: { ...plain, doses: doses(2), deceasedOn: '2022-02-20' } },
  'many-doses': { municipality: '900010', record: { ...plain, doses: everyNineDays(40) } },
};
