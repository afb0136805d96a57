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

/** RFC 4180 with a heading. */
export function provisionCsv(lines: readonly Line[]): string {
  const rows = [COLUMNS.map(([name]) => name), ...lines.map((line) => COLUMNS.map(([, read]) => read(line)))];
  return rows.map((row) => `${row.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')}\r\n`).join('');
}
