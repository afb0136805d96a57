import type { Figure } from './bench/figure.ts';
import { benchMutatedCards, benchMutatedImages } from './bench/mutated-images.ts';
import { benchPcscFaultGrid } from './bench/pcsc-fault-grid.ts';
import { benchPcscReads, withPcscReader } from './bench/pcsc-reads.ts';
import { benchVisitCost } from './bench/simulated-visits.ts';

const SEED = 20_210_726;

/** What one visit costs at the card with the least possible beside it, 100,000 mutated images, and 400 reads through pcscd. */
export async function benchCard(): Promise<Figure[]> {
  return [
    ...(await benchVisitCost()),
    ...(await withPcscReader((reader, rig) => benchPcscReads(reader, rig, 400))),
    ...benchMutatedImages(100_000, SEED),
  ];
}

/** The heavy counts: 10,000 reads and every fault at every command through pcscd, a million mutated images. Minutes. */
export async function benchCardLong(): Promise<Figure[]> {
  const throughService = await withPcscReader(async (reader, rig) => [
    ...(await benchPcscReads(reader, rig, 10_000)),
    ...(await benchPcscFaultGrid(reader, rig)),
  ]);
  return [...throughService, ...benchMutatedImages(1_000_000, SEED + 1), ...(await benchMutatedCards(5_000, SEED + 2))];
}
