/** A million people through the whole import, on PostgreSQL that waits for its disk; and the same file once more, which changes nobody. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BENCH_AREA, openBenchStore } from '../bench/bench-database.ts';
import type { BenchMachine } from '../bench/bench-machine.ts';
import { inventedPerson } from '../bench/invented-crowd.ts';
import { PEOPLE_FILE } from '../municipal-files/index.ts';
import { type Figure, importOne, peakMemory } from './imports.bench.ts';

const LINES = 1_000_000;
const LINES_A_PIECE = 1_000;

export async function benchManyLines(machine: BenchMachine): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kofu-many-lines-'));
  const bench = await openBenchStore('postgres', machine);
  try {
    const path = join(folder, `${BENCH_AREA}-people.csv`);
    await pipeline(Readable.from(peopleFile()), createWriteStream(path));
    const figures: Figure[] = [];
    for (const name of ['import of a million people, PostgreSQL', 'the same file once more, which changes nobody']) {
      const peak = peakMemory();
      const ms = await importOne(bench.store, 'people', path);
      figures.push({ name, value: Math.round((LINES / ms) * 1_000), unit: 'lines/s' });
      figures.push({ name: `${name}: memory above the start`, value: peak(), unit: 'MB' });
    }
    return figures;
  } finally {
    await bench.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function* peopleFile(): Generator<string> {
  const headings = Object.values(PEOPLE_FILE.columns).map(({ heading }) => heading);
  yield `${headings.join(',')}\r\n`;
  for (let from = 0; from < LINES; from += LINES_A_PIECE) {
    yield Array.from({ length: LINES_A_PIECE }, (_, index) => {
      const { referenceNumber, individualNumber, name, kana, birthDay } = inventedPerson(from + index);
      return `${[BENCH_AREA, referenceNumber, individualNumber, name, kana, birthDay, 2, 0, '', '', 0].join(',')}\r\n`;
    }).join('');
  }
}
