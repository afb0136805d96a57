import type { Figure } from './bench/figure.ts';
import { benchMutatedCards, benchMutatedImages } from './bench/mutated-images.ts';
import { benchPcscFaultGrid } from './bench/pcsc-fault-grid.ts';
import { benchPcscReads } from './bench/pcsc-reads.ts';
import { benchVisitCost } from './bench/simulated-visits.ts';

const SEED = 20_210_726;

/** What one visit costs at the card with the least possible beside it, 100,000 mutated images, and 400 reads through pcscd. */
export async function benchCard(): Promise<Figure[]> {
  const cost = await benchVisitCost();
  const inProcess = cost.find(({ name }) => name.includes('in process'))?.value;
  return [...cost, ...(await benchPcscReads(400, inProcess)), ...benchMutatedImages(100_000, SEED)];
}

/** The heavy counts: a million mutated images, 10,000 reads and every fault at every command through pcscd. Minutes. */
export async function benchCardLong(): Promise<Figure[]> {
  return [
    ...(await benchPcscReads(10_000, undefined)),
    ...benchMutatedImages(1_000_000, SEED + 1),
    ...(await benchMutatedCards(5_000, SEED + 2)),
    ...(await benchPcscFaultGrid()),
  ];
}
