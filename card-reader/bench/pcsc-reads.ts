import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../contract/contract-steps.ts';
import { type CardReader, openReader } from '../index.ts';
import { buildSyntheticCard, type PcscdRig, startPcscdRig } from '../virtual/index.ts';
import { anybody } from '../virtual/laid-card.ts';
import { collectedHeapBytes, openDescriptors, threads } from './collected-memory.ts';
import { type Figure, median } from './figure.ts';
import { oneVisit } from './visits.ts';

/**
 * Runs with a reader of the real PC/SC service, once in a process; gives nothing where that service cannot be started.
 */
export async function withPcscReader(use: (reader: CardReader, rig: PcscdRig) => Promise<Figure[]>): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'card-'));
  try {
    const started = await startPcscdRig({ directory });
    if (started.isErr()) return [];
    const reader = await openReader({ kind: 'pcsc', socketPath: started.value.socketPath });
    try {
      return await use(reader, started.value);
    } finally {
      await reader.close();
      await started.value.stop();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** So many whole visits through libpcsclite and pcscd: their time, and what grows over the second half of them. */
export async function benchPcscReads(reader: CardReader, rig: PcscdRig, count: number): Promise<Figure[]> {
  rig.reader.insert(buildSyntheticCard(anybody()));
  await until(reader, 'card-present');
  const times: number[] = [];
  const half = async (): Promise<void> => {
    for (let visit = 0; visit < count / 2; visit++) times.push((await oneVisit(reader)).readMs);
  };
  await half();
  const before = state();
  await half();
  const after = state();
  rig.reader.remove();
  return [
    { name: 'card: whole visits through pcscd', value: times.length, unit: 'visits' },
    { name: 'card: whole visit through pcscd, median', value: median(times), unit: 'ms' },
    { name: 'card: heap growth, second half of them', value: after.heapMib - before.heapMib, unit: 'MiB', floor: 0 },
    { name: 'card: memory growth (RSS), second half', value: after.rssMib - before.rssMib, unit: 'MiB', floor: 0 },
    { name: 'card: descriptors more, second half', value: after.descriptors - before.descriptors, unit: '', floor: 0 },
    { name: 'card: threads more, second half', value: after.threads - before.threads, unit: '', floor: 0 },
  ];
}

function state(): { heapMib: number; rssMib: number; descriptors: number; threads: number } {
  return {
    heapMib: collectedHeapBytes() / 2 ** 20,
    rssMib: process.memoryUsage().rss / 2 ** 20,
    descriptors: openDescriptors(),
    threads: threads(),
  };
}
