/** What the benches of the record system share: repeated measurements and how they are told. */
export type Figure = { name: string; value: number; unit: string; floor?: number | string };

/** Times of one thing done many times, sorted, in milliseconds. */
export async function timesOf(rounds: number, work: (round: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await work(round);
    times.push(performance.now() - startedAt);
  }
  return times.sort((one, other) => one - other);
}

export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;

/** Median and 99th of a hundred beside the floor's median. */
export function latencyFigures(name: string, times: readonly number[], floorMs?: number): Figure[] {
  const floor = floorMs === undefined ? {} : { floor: Number(floorMs.toFixed(2)) };
  return [
    { name: `${name} p50`, value: quantile(times, 0.5), unit: 'ms', ...floor },
    { name: `${name} p99`, value: quantile(times, 0.99), unit: 'ms', ...floor },
  ];
}
