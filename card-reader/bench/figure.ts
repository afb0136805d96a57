/** One line of the bench's table. `floor`: the least possible, or what should come out. */
export type Figure = { name: string; value: number; unit: string; floor?: number | string };

export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
