/** Counts by month as lines over time: one line for each dose, or each kind. */
import type { Series } from '../../../console-kit/index.ts';

export type Counted = { readonly month: string; readonly line: string; readonly count: number | null };

/** Months from the first to the last without a gap; a count that is not said is no point of its line, none at all is zero. */
export function linesByMonth(counted: readonly Counted[]): {
  readonly times: readonly number[];
  readonly series: readonly Series[];
} {
  const months = everyMonth(counted.map(({ month }) => month));
  const lines = [...new Set(counted.map(({ line }) => line))].sort((one, other) =>
    one.localeCompare(other, 'ja', { numeric: true }),
  );
  const byKey = new Map(counted.map(({ month, line, count }) => [`${month} ${line}`, count]));
  return {
    times: months.map((month) => Date.parse(`${month}-01T00:00:00.000Z`)),
    series: lines.map((line) => ({
      label: line,
      values: months.map((month) => {
        const count = byKey.get(`${month} ${line}`);
        return count === undefined ? 0 : count;
      }),
    })),
  };
}

function everyMonth(months: readonly string[]): readonly string[] {
  const sorted = months.filter((month) => /^[0-9]{4}-(0[1-9]|1[0-2])$/.test(month)).sort();
  const [first] = sorted;
  const last = sorted.at(-1);
  const all: string[] = [];
  for (let month = first; month !== undefined && last !== undefined && month <= last; month = after(month))
    all.push(month);
  return all;
}

function after(month: string): string {
  const number = Number(month.slice(5));
  const year = Number(month.slice(0, 4)) + (number === 12 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
}
