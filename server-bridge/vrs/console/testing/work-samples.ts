/** Invented imports, provisions, log entries and accounts, as VRS tells of them. */
import type * as v from 'valibot';
import type { ImportSchema } from '../../console-api/imports.ts';
import type { DetectionsSchema, LogPageSchema, LogStateSchema } from '../../console-api/operations.ts';
import type { StatisticsSchema } from '../../console-api/people.ts';
import type { ProvisionsSchema, QueryAnswerSchema } from '../../console-api/provisions.ts';
import type { AccountsSchema, SiteTabletsSchema, StaffTerminalsSchema } from '../../console-api/staff.ts';
import type { Level, Rights } from '../../staff/rights.ts';
import { SAMPLE_AT } from './people-samples.ts';

type Import = v.InferInput<typeof ImportSchema>;
export const IMPORT_ID = '30000000-0000-4000-8000-000000000001';

export const sampleImport: Import = {
  importId: IMPORT_ID,
  kind: 'records',
  state: 'done',
  encoding: 'shift_jis',
  bytes: 48_213_004,
  bytesDone: 48_213_004,
  lines: 412_007,
  linesDone: 412_007,
  added: 1_204,
  changed: 37,
  unchanged: 410_766,
  doubtful: 12,
  fault: null,
  refusedLines: 0,
  refusals: [],
  begunAt: SAMPLE_AT,
  begunBy: 'hanako.sato',
  endedAt: '2026-04-01T01:34:10.000Z',
};
export const refusedImport: Import = {
  ...sampleImport,
  importId: '30000000-0000-4000-8000-000000000002',
  kind: 'people',
  state: 'refused',
  encoding: 'utf-8',
  added: 0,
  changed: 0,
  unchanged: 0,
  doubtful: 0,
  fault: 'lines',
  refusedLines: 1_402,
  refusals: [
    { line: 17, column: 'individual_number', fault: 'check-digit' },
    { line: 204, column: 'birth_day', fault: 'no-such-day' },
    { line: 9_001, column: null, fault: 'columns' },
  ],
};
export const runningImport: Import = {
  ...sampleImport,
  importId: '30000000-0000-4000-8000-000000000003',
  state: 'applying',
  linesDone: 190_400,
  added: 0,
  changed: 0,
  unchanged: 0,
  doubtful: 0,
  endedAt: null,
};
export const sampleImports = {
  imports: [runningImport, sampleImport, { ...refusedImport, refusals: [] }],
};

const months = Array.from({ length: 12 }, (_, index) => `2021-${String(index + 1).padStart(2, '0')}`);
export const sampleStatistics: v.InferInput<typeof StatisticsSchema> = {
  people: 48_210,
  doubtfulDoses: 210,
  dosesByMonth: months.flatMap((month, index) =>
    [1, 2].map((number) => ({
      month,
      number,
      doses: index < 3 && number === 2 ? null : 400 + 10 * ((index * 37 + number * 211) % 90),
    })),
  ),
  dosesByProduct: [
    { product: 'comirnaty', doses: 31_200 },
    { product: 'spikevax', doses: 9_020 },
    { product: 'unheard-of', doses: null },
  ],
  certificatesByMonth: months.flatMap((month, index) => [
    { month, kind: 'domestic' as const, certificates: 120 + 10 * ((index * 53) % 9) },
    { month, kind: 'overseas' as const, certificates: index === 4 ? null : 30 + 10 * ((index * 29) % 4) },
  ]),
};

export const PROVISION_ID = '40000000-0000-4000-8000-000000000001';
export const sampleProvisions: v.InferInput<typeof ProvisionsSchema> = {
  provisions: [
    {
      provisionId: PROVISION_ID,
      at: SAMPLE_AT,
      side: 'asking',
      asking: '999903',
      asked: '999911',
      purpose: 'moved-in',
      askedBy: 'hanako.sato',
      result: 'provided',
      doses: 2,
      referenceNumber: '100234',
      reviewedBy: null,
    },
    {
      provisionId: PROVISION_ID.replace(/1$/, '2'),
      at: SAMPLE_AT,
      side: 'asked',
      asking: '999911',
      asked: '999903',
      purpose: 'moved-in',
      askedBy: 'jiro.yamada',
      result: 'unmatched',
      doses: 0,
      referenceNumber: null,
      reviewedBy: 'yuki.ito',
    },
  ],
  more: true,
};
const provided = { vaccinatedIn: '999911', site: null, doctor: null, product: 'comirnaty' };
export const sampleProvided: v.InferInput<typeof QueryAnswerSchema> = {
  kind: 'provided',
  provisionId: PROVISION_ID,
  doses: [
    { ...provided, number: 1, day: '2021-06-01', lot: 'EY2173' },
    { ...provided, number: 2, day: '2021-06-22', lot: 'FA5765' },
  ],
  doubtful: true,
};

const entry = {
  at: SAMPLE_AT,
  staffId: 'hanako.sato',
  name: '佐藤\u3000見本子',
  terminal: 'counter-2',
  referenceNumber: '100234',
  target: '-',
  result: 'done',
};
export const sampleLogPage: v.InferInput<typeof LogPageSchema> = {
  entries: [
    { ...entry, place: 90_214, operation: 'number-shown', target: 'correction' },
    { ...entry, place: 90_213, operation: 'person-shown' },
    { ...entry, place: 90_212, operation: 'sign-in-refused', referenceNumber: null, terminal: null, result: 'refused' },
  ],
  more: true,
};
export const sampleLogState: v.InferInput<typeof LogStateSchema> = {
  entries: 90_214,
  head: 'a3'.repeat(32),
  reviewedUpTo: 88_000,
  reviewedBy: 'yuki.ito',
  reviewedAt: SAMPLE_AT,
};
export const sampleDetections: v.InferInput<typeof DetectionsSchema> = {
  detections: [
    {
      detectionId: '50000000-0000-4000-8000-000000000001',
      rule: 'many-people-looked-up',
      at: SAMPLE_AT,
      staffId: 'taro.suzuki',
      from: 90_001,
      to: 90_190,
      count: 164,
      acknowledgedBy: null,
      acknowledgedAt: null,
      finding: null,
    },
    {
      detectionId: '50000000-0000-4000-8000-000000000002',
      rule: 'off-hours',
      at: SAMPLE_AT,
      staffId: 'hanako.sato',
      from: 80_001,
      to: 80_004,
      count: 4,
      acknowledgedBy: 'yuki.ito',
      acknowledgedAt: SAMPLE_AT,
      finding: 'justified',
    },
  ],
};

export const rightsOf = (level: Level): Rights => ({
  people: level,
  records: level,
  numbers: level,
  provisions: level,
  certificates: level,
  statistics: level,
  'operation-log': level,
  accounts: level,
});
export const sampleAccounts: v.InferInput<typeof AccountsSchema> = {
  accounts: [
    ['hanako.sato', '佐藤\u3000見本子', rightsOf('exchange'), 'active'] as const,
    ['taro.suzuki', '鈴木\u3000見本太', { ...rightsOf('none'), people: 'read', records: 'write' }, 'locked'] as const,
    ['yuki.ito', '伊藤\u3000見本', { ...rightsOf('none'), 'operation-log': 'write' }, 'active'] as const,
  ].map(([staffId, name, rights, state]) => ({
    staffId,
    name,
    rights,
    state,
    madeAt: SAMPLE_AT,
    madeBy: 'yuki.ito',
    passwordEndsAt: '2026-06-30T15:00:00.000Z',
    lastSignInAt: state === 'locked' ? null : SAMPLE_AT,
  })),
};
export const sampleTablets: v.InferInput<typeof SiteTabletsSchema> = {
  tablets: [
    { tablet: 'hall-1', registeredAt: SAMPLE_AT, registeredBy: 'yuki.ito', withdrawnAt: null },
    { tablet: 'hall-2', registeredAt: SAMPLE_AT, registeredBy: 'yuki.ito', withdrawnAt: SAMPLE_AT },
  ],
};
export const sampleTerminals: v.InferInput<typeof StaffTerminalsSchema> = {
  terminals: [
    { terminal: 'counter-1', withdrawnAt: null, lastSeenAt: SAMPLE_AT },
    { terminal: 'counter-2', withdrawnAt: null, lastSeenAt: SAMPLE_AT },
    { terminal: 'back-office', withdrawnAt: SAMPLE_AT, lastSeenAt: null },
  ].map((one) => ({ ...one, registeredAt: SAMPLE_AT, registeredBy: 'yuki.ito' })),
};
