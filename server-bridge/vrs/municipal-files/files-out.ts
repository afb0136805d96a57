/** What VRS gives out as files. No row has an individual number (V12): none of these types has a place for one. */
import { productOf } from '../../certificates/index.ts';
import { ADDRESS_NUMBERS_FILE } from './address-numbers-file.ts';
import type { ColumnText, FileOut } from './file-format.ts';
import { PEOPLE_FILE } from './people-file.ts';
import { RECORDS_FILE } from './records-file.ts';
import { TICKETS_FILE } from './tickets-file.ts';

export type PersonOut = {
  readonly municipality: string;
  readonly referenceNumber: string;
  readonly name: string;
  readonly kana: string;
  readonly birthDay: string;
  readonly sex: 'unknown' | 'male' | 'female' | 'other';
  readonly protected: boolean;
  readonly movedOn: string;
  readonly deceasedOn: string;
};
export type TicketOut = {
  readonly municipality: string;
  readonly referenceNumber: string;
  readonly ticketNumber: string;
  readonly ticketType: string;
  readonly issuedOn: string;
  readonly withdrawnOn: string;
};
export type RecordOut = {
  readonly municipality: string;
  readonly referenceNumber: string;
  readonly ticketNumber: string;
  readonly ticketType: string;
  readonly number: number;
  readonly day: string;
  readonly vaccinatedIn: string;
  readonly site: string;
  readonly doctor: string;
  readonly product: string;
  readonly lot: string;
  readonly doubt: string | null;
  readonly registeredAt: string;
};
/** A dose as others are told of it through the intermediate server: by the integrated number, and nothing doubtful. */
export type RecordCopyOut = Omit<
  RecordOut,
  'referenceNumber' | 'ticketNumber' | 'ticketType' | 'doubt' | 'site' | 'doctor'
> & {
  readonly integratedNumber: string;
};

/** Column texts of a format that is read, for the same column of one that is written. */
const as = (columns: Readonly<Record<string, ColumnText>>, key: string): ColumnText => {
  const column = columns[key];
  if (column === undefined) throw new Error(`no column ${key}`);
  return { heading: column.heading, form: column.form, meaning: column.meaning };
};
const [P, T, R, A] = [PEOPLE_FILE.columns, TICKETS_FILE.columns, RECORDS_FILE.columns, ADDRESS_NUMBERS_FILE.columns];
const DAY_OUT = '`2021-07-10`, or empty';
const day = (columns: Readonly<Record<string, ColumnText>>, key: string) => ({ ...as(columns, key), form: DAY_OUT });
const SEX_CODES = { unknown: '0', male: '1', female: '2', other: '9' } as const;

const flagOf = ({ movedOn, deceasedOn }: PersonOut) => String((movedOn === '' ? 0 : 1) + (deceasedOn === '' ? 0 : 2));

export const PEOPLE_OUT: FileOut<PersonOut> = {
  name: 'people-out',
  neighbour: 'municipal system (M1)',
  title: '接種対象者（出力） People registered',
  about: 'The columns of the file that is read, without 個人番号: it can be read back.',
  columns: [
    { ...as(P, 'municipality'), cell: (row) => row.municipality },
    { ...as(P, 'referenceNumber'), cell: (row) => row.referenceNumber },
    { ...as(P, 'name'), cell: (row) => row.name },
    { ...as(P, 'kana'), cell: (row) => row.kana },
    { ...day(P, 'birthDay'), cell: (row) => row.birthDay },
    { ...as(P, 'sex'), cell: (row) => SEX_CODES[row.sex] },
    { ...as(P, 'flag'), cell: flagOf },
    { ...day(P, 'movedOn'), cell: (row) => row.movedOn },
    { ...day(P, 'deceasedOn'), cell: (row) => row.deceasedOn },
    { ...as(P, 'protected'), cell: (row) => (row.protected ? '1' : '0') },
  ],
};

export const TICKETS_OUT: FileOut<TicketOut> = {
  name: 'tickets-out',
  neighbour: 'municipal system (M1)',
  title: '接種券（出力） Tickets issued',
  about: 'The columns of the file that is read: it can be read back.',
  columns: [
    { ...as(T, 'municipality'), cell: (row) => row.municipality },
    { ...as(T, 'referenceNumber'), cell: (row) => row.referenceNumber },
    { ...as(T, 'ticketNumber'), cell: (row) => row.ticketNumber },
    { ...as(T, 'ticketType'), cell: (row) => row.ticketType },
    { ...day(T, 'issuedOn'), cell: (row) => row.issuedOn },
    { ...day(T, 'withdrawnOn'), cell: (row) => row.withdrawnOn },
  ],
};

const makerOf = ({ product }: { readonly product: string }) => productOf(product)?.manufacturer.ja ?? '';
const TYPE: ColumnText = { heading: 'ワクチン種類', form: 'text', meaning: 'Kind of vaccine, by the product.' };
const NAME: ColumnText = { heading: '製品名', form: 'text', meaning: 'Name of the product.' };
const REGISTERED: ColumnText = {
  heading: '接種履歴登録日時',
  form: '`2021-07-10T03:04:05.678Z` (UTC)',
  meaning: 'When the dose was registered in VRS.',
};

export const RECORDS_OUT: FileOut<RecordOut> = {
  name: 'records-out',
  neighbour: 'municipal system (M1)',
  title: '接種記録（出力） Vaccination records',
  about: 'Every dose that is registered, with what is doubtful of it; for the municipality’s own vaccination ledger.',
  columns: [
    { ...as(R, 'municipality'), cell: (row) => row.municipality },
    { ...as(R, 'referenceNumber'), cell: (row) => row.referenceNumber },
    { ...as(R, 'ticketNumber'), cell: (row) => row.ticketNumber },
    { ...as(T, 'ticketType'), cell: (row) => row.ticketType },
    { ...as(R, 'status'), cell: () => '1' },
    { ...as(R, 'number'), cell: (row) => String(row.number) },
    { ...day(R, 'day'), cell: (row) => row.day },
    { ...as(R, 'vaccinatedIn'), cell: (row) => row.vaccinatedIn },
    { ...as(R, 'site'), cell: (row) => row.site },
    { ...as(R, 'doctor'), cell: (row) => row.doctor },
    { ...as(R, 'maker'), cell: makerOf },
    { ...TYPE, cell: ({ product }) => productOf(product)?.vaccineType.ja ?? '' },
    { ...as(R, 'product'), cell: (row) => row.product },
    { ...NAME, cell: ({ product }) => productOf(product)?.product.ja ?? '' },
    { ...as(R, 'lot'), cell: (row) => row.lot },
    { ...as(R, 'doubtful'), cell: (row) => (row.doubt === null ? '0' : '1') },
    {
      heading: '要確認理由',
      form: 'one word, or empty',
      meaning: 'Why the dose is doubtful (`DOUBTS` in register/dose-facts.ts).',
      cell: (row) => row.doubt ?? '',
    },
    { ...REGISTERED, cell: (row) => row.registeredAt },
  ],
};

export const RECORD_COPIES_OUT: FileOut<RecordCopyOut> = {
  name: 'record-copies-out',
  neighbour: 'intermediate server (M3)',
  title: '接種記録副本 Copies of records for the intermediate server',
  about:
    'What other agencies may be told, registered through the address-number system: doses of people who are linked, by integrated ' +
    'number alone, without a name, and none that is doubtful. Nothing comes back to VRS as a file.',
  columns: [
    { ...as(R, 'municipality'), cell: (row) => row.municipality },
    { ...as(A, 'integratedNumber'), cell: (row) => row.integratedNumber },
    { ...as(R, 'number'), cell: (row) => String(row.number) },
    { ...day(R, 'day'), cell: (row) => row.day },
    { ...as(R, 'vaccinatedIn'), cell: (row) => row.vaccinatedIn },
    { ...as(R, 'maker'), cell: makerOf },
    { ...as(R, 'product'), cell: (row) => row.product },
    { ...as(R, 'lot'), cell: (row) => row.lot },
    { ...REGISTERED, cell: (row) => row.registeredAt },
  ],
};

export const UNLINKED_PEOPLE_OUT: FileOut<Pick<PersonOut, 'municipality' | 'referenceNumber'>> = {
  name: 'unlinked-people-out',
  neighbour: 'address-number system (M2)',
  title: '統合宛名照会 People without an integrated number',
  about: 'Whose links VRS lacks: the address-number system answers with the file `address-numbers`.',
  columns: [
    { ...as(P, 'municipality'), cell: (row) => row.municipality },
    { ...as(P, 'referenceNumber'), cell: (row) => row.referenceNumber },
  ],
};
