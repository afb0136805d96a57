/** Invented people as VRS tells of them. Every name, number and place here is synthetic. */
import type * as v from 'valibot';
import type {
  DoseSchema,
  DoubtfulSchema,
  HistorySchema,
  PeopleFoundSchema,
  PersonLineSchema,
  PersonPageSchema,
} from '../../console-api/people.ts';

type PersonLine = v.InferInput<typeof PersonLineSchema>;
type Dose = v.InferInput<typeof DoseSchema>;

export const SAMPLE_AT = '2026-04-01T01:30:00.000Z';
export const PERSON_ID = '00000000-0000-4000-8000-000000000001';
const OTHER_ID = '00000000-0000-4000-8000-000000000002';
const DOSE_ID = '10000000-0000-4000-8000-000000000001';

export const sampleLine: PersonLine = {
  personId: PERSON_ID,
  referenceNumber: '100234',
  name: '架空\u3000花子',
  kana: 'カクウ\u3000ハナコ',
  birthDay: '1980-04-05',
  sex: 'female',
  protected: false,
  movedOn: null,
  deceasedOn: null,
  doses: 3,
  doubtful: true,
};
export const protectedLine: PersonLine = {
  personId: OTHER_ID,
  referenceNumber: '100777',
  name: '合成\u3000次郎',
  kana: 'ゴウセイ\u3000ジロウ',
  birthDay: '1952-11-30',
  sex: 'male',
  protected: true,
  movedOn: '2025-10-31',
  deceasedOn: null,
  doses: 1,
  doubtful: false,
};
export const samplePeople: v.InferInput<typeof PeopleFoundSchema> = { people: [sampleLine, protectedLine], more: true };

const dose = (number: number, day: string, product: string, lot: string): Dose => ({
  doseId: DOSE_ID.replace(/.$/, String(number)),
  version: number,
  number,
  day,
  product,
  lot,
  vaccinatedIn: '999903',
  site: '架空市民会館',
  doctor: '見本\u3000太郎',
  ticketNumber: '9000000001',
  doubt: null,
  source: 'import',
  registeredAt: SAMPLE_AT,
  registeredBy: 'system',
});

export const sampleDoses: readonly Dose[] = [
  dose(1, '2021-06-01', 'comirnaty', 'EY2173'),
  dose(2, '2021-06-22', 'comirnaty', 'FA5765'),
  { ...dose(3, '2021-06-20', 'comirnaty', 'FF2018'), doubt: 'order-of-days', source: 'tablet' },
];

export const samplePerson: v.InferInput<typeof PersonPageSchema> = {
  personId: PERSON_ID,
  version: 4,
  referenceNumber: '100234',
  name: '架空\u3000花子',
  kana: 'カクウ\u3000ハナコ',
  birthDay: '1980-04-05',
  sex: 'female',
  protected: true,
  movedOn: '2025-10-31',
  deceasedOn: null,
  hasIndividualNumber: true,
  registeredAt: SAMPLE_AT,
  changedAt: SAMPLE_AT,
  changedBy: 'hanako.sato',
  tickets: [
    {
      ticketId: '20000000-0000-4000-8000-000000000001',
      ticketNumber: '9000000001',
      ticketType: '2',
      issuedOn: '2021-05-10',
      withdrawnOn: null,
    },
    {
      ticketId: '20000000-0000-4000-8000-000000000002',
      ticketNumber: '9000000002',
      ticketType: '2',
      issuedOn: '2021-05-01',
      withdrawnOn: '2021-05-09',
    },
  ],
  doses: [...sampleDoses],
  certificates: [
    { certificateId: 'SYNTHETIC001', kind: 'domestic', issuedOn: '2026-04-01', issuedAt: SAMPLE_AT, through: 'kiosk' },
    { certificateId: 'SYNTHETIC002', kind: 'overseas', issuedOn: '2026-04-01', issuedAt: SAMPLE_AT, through: 'app' },
  ],
};

export const sampleHistory: v.InferInput<typeof HistorySchema> = {
  versions: [
    {
      of: { kind: 'dose', doseId: DOSE_ID },
      version: 2,
      change: 'corrected',
      reason: 'misread-ticket',
      changedAt: SAMPLE_AT,
      changedBy: 'hanako.sato',
      before: { number: 1, day: '2021-06-10', product: 'comirnaty', lot: 'EY2173', site: null },
    },
    {
      of: { kind: 'person' },
      version: 3,
      change: 'number-changed',
      reason: 'mistyped',
      changedAt: SAMPLE_AT,
      changedBy: 'taro.suzuki',
      before: { name: '架空\u3000花子', sex: 'unknown', protected: false },
    },
  ],
};

export const sampleDoubtful: v.InferInput<typeof DoubtfulSchema> = {
  total: 214,
  doses: [
    { person: sampleLine, dose: { ...dose(3, '2021-06-20', 'comirnaty', 'FF2018'), doubt: 'order-of-days' } },
    {
      person: protectedLine,
      dose: {
        ...dose(1, '2021-08-01', 'unheard-of', '0000'),
        doseId: DOSE_ID.replace(/.$/, '9'),
        doubt: 'unknown-product',
        source: 'tablet',
      },
    },
  ],
  more: true,
};
