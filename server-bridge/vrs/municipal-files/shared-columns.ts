/** Columns that several files have. */
import type { ColumnText } from './file-format.ts';

export const DAY_FORM = '`2021-07-10`, `2021/07/10` or `20210710`';

export const MUNICIPALITY: ColumnText = {
  heading: '市区町村コード',
  form: '6 digits with their check digit',
  meaning: 'Code of the municipality whose file it is; a line of another is refused.',
};
export const REFERENCE: ColumnText = {
  heading: '宛名番号',
  form: '1 to 15 digits',
  meaning: "The municipality's own number of the resident.",
};
