/** One file format of a neighbouring system, as data: a table of columns, from which reading, writing and the manual are made. */
import * as v from 'valibot';
import { LINE_FAULTS, type LineFaultSchema } from '../console-api/imports.ts';

export type LineFault = v.InferOutput<typeof LineFaultSchema>;

export type ColumnText = {
  /** As it stands in the file's first line. */
  readonly heading: string;
  /** What it may hold, for the manual. */
  readonly form: string;
  readonly meaning: string;
  /** Whether the column may be left out of the file altogether. */
  readonly optional?: true;
};

export type Neighbour = 'municipal system (M1)' | 'address-number system (M2)' | 'intermediate server (M3)';

/** A format that VRS reads. `schema` takes the texts of the cells by key; a column that is not in the file is an empty text. */
export type FileIn<Schema extends v.GenericSchema> = {
  readonly name: string;
  readonly neighbour: Neighbour;
  readonly title: string;
  readonly about: string;
  readonly columns: Readonly<Record<string, ColumnText>>;
  readonly schema: Schema;
};

export function fileIn<Entries extends v.ObjectEntries, Schema extends v.GenericSchema>(format: {
  readonly name: string;
  readonly neighbour: Neighbour;
  readonly title: string;
  readonly about: string;
  readonly columns: { readonly [Key in keyof Entries & string]: ColumnText };
  readonly entries: Entries;
  /** Puts checks across several cells around the object. */
  readonly rules: (row: v.StrictObjectSchema<Entries, undefined>) => Schema;
}): FileIn<Schema> {
  const { entries, rules, ...rest } = format;
  return { ...rest, schema: rules(v.strictObject(entries)) };
}

/** A format that VRS writes. A cell is a text; an individual number has no way into a row (V12). */
export type FileOut<Row> = {
  readonly name: string;
  readonly neighbour: Neighbour;
  readonly title: string;
  readonly about: string;
  readonly columns: readonly (ColumnText & { readonly cell: (row: Row) => string })[];
};

export type RowFault = { readonly key: string | null; readonly fault: LineFault };

/** Reads one line's cells. All faults of the line, at most one for each column. */
export function readRow<Schema extends v.GenericSchema>(
  format: FileIn<Schema>,
  cells: Readonly<Record<string, string>>,
):
  | { readonly kind: 'row'; readonly row: v.InferOutput<Schema> }
  | { readonly kind: 'faults'; readonly faults: readonly RowFault[] } {
  const parsed = v.safeParse(format.schema, cells, { abortPipeEarly: true });
  if (parsed.success) return { kind: 'row', row: parsed.output };
  const faults = new Map<string | null, LineFault>();
  for (const issue of parsed.issues) {
    const key = issue.path?.[0]?.key;
    const name = typeof key === 'string' ? key : null;
    if (!faults.has(name)) faults.set(name, LINE_FAULTS.find((fault) => fault === issue.message) ?? 'form');
  }
  return { kind: 'faults', faults: [...faults].map(([key, fault]) => ({ key, fault })) };
}
