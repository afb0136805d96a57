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

/** Runs with a reader of the real PC/SC service; gives undefined where that service cannot be started. */
export async function withPcscReader<T>(
  use: (reader: CardReader, rig: PcscdRig) => Promise<T>,
): Promise<T | undefined> {
  const directory = await mkdtemp(join(tmpdir(), 'card-'));
  const started = await startPcscdRig({ directory });
  if (started.isErr()) return undefined;
  const reader = await openReader({ kind: 'pcsc', socketPath: started.value.socketPath });
  try {
    return await use(reader, started.value);
  } finally {
    await reader.close();
    await started.value.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** So many whole visits through libpcsclite and pcscd: their time, and what grows over the second half of them. */
export async function benchPcscReads(count: number, inProcessMs: number | undefined): Promise<Figure[]> {
  const figures = await withPcscReader(async (reader, rig): Promise<Figure[]> => {
    rig.reader.insert(buildSyntheticCard(anybody()));
    await until(reader, 'card-present');
    const times: number[] = [];
    for (let visit = 0; visit < count / 2; visit++) times.push((await oneVisit(reader)).readMs);
    const before = {
      heap: collectedHeapBytes(),
      rss: process.memoryUsage().rss,
      descriptors: openDescriptors(),
      threads: threads(),
    };
    for (let visit = 0; visit < count / 2; visit++) times.push((await oneVisit(reader)).readMs);
    const heap = collectedHeapBytes() - before.heap;
    const rss = process.memoryUsage().rss - before.rss;
    return [
      {
        name: 'card: whole visits through pcscd',
        value: times.length,
        unit: 'visits',
        floor: '10,000 in the long run',
      },
      {
        name: 'card: whole visit through pcscd, median',
        value: median(times),
        unit: 'ms',
        ...(inProcessMs === undefined ? {} : { floor: inProcessMs }),
      },
      { name: 'card: heap growth, second half of them', value: heap / 2 ** 20, unit: 'MiB', floor: 0 },
      { name: 'card: memory growth (RSS), second half of them', value: rss / 2 ** 20, unit: 'MiB', floor: 0 },
      {
        name: 'card: descriptors more, second half of them',
        value: openDescriptors() - before.descriptors,
        unit: '',
        floor: 0,
      },
      { name: 'card: threads more, second half of them', value: threads() - before.threads, unit: '', floor: 0 },
    ];
  });
  return figures ?? [];
}
