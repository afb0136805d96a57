/** The log of provisions as a file: nothing in it can be a formula, since every value is of a closed form. */
import type * as v from 'valibot';
import type { ProvisionSchema } from '../console-api/provisions.ts';

type Line = Omit<v.InferInput<typeof ProvisionSchema>, 'referenceNumber' | 'side'> &
  Partial<Pick<v.InferInput<typeof ProvisionSchema>, 'referenceNumber' | 'side'>>;

const COLUMNS: readonly (readonly [string, (line: Line) => string])[] = [
  ['provision', (line) => line.provisionId],
  ['at', (line) => line.at],
  ['side', (line) => line.side ?? ''],
  ['asking', (line) => line.asking],
  ['asked', (line) => line.asked],
  ['purpose', (line) => line.purpose],
  ['asked by', (line) => line.askedBy],
  ['result', (line) => line.result],
  ['doses', (line) => String(line.doses)],
  ['reference number', (line) => line.referenceNumber ?? ''],
  ['reviewed by', (line) => line.reviewedBy ?? ''],
];

const csvRow = (fields: readonly string[]): string =>
  `${fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')}\r\n`;

/** The heading of the file. */
export const PROVISION_CSV_HEAD = csvRow(COLUMNS.map(([name]) => name));

/** Rows of the file, RFC 4180. */
export const provisionCsvRows = (lines: readonly Line[]): string =>
  lines.map((line) => csvRow(COLUMNS.map(([, read]) => read(line)))).join('');
