/** Lines a second through the whole import, on each store, beside what cannot be less: reading alone, and the same rows written plainly. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parse } from 'csv-parse';
import { sql } from 'kysely';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { PEOPLE_FILE } from '../municipal-files/index.ts';
import { writeCountry } from '../sample-data/write-country.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import { bulkInsert } from './bulk-insert.ts';
import { AREA, inArea, staffOf, testDesk } from './import-fixtures.ts';
import { readLines } from './read-lines.ts';

export type Figure = { name: string; value: number; unit: string; floor?: number | string };

const PEOPLE = 10_000;
const MANY_LINES = 1_000_000;

/** `KOFU_TEST_POSTGRES_URL` set: on that server; else on PGlite in memory. */
export async function benchImports(): Promise<Figure[]> {
  const store = process.env['KOFU_TEST_POSTGRES_URL'] === undefined ? 'PGlite' : 'PostgreSQL';
  const folder = await mkdtemp(join(tmpdir(), 'kofu-import-bench-'));
  const filled = await filledStore();
  try {
    const { files } = await writeCountry({ people: PEOPLE, seed: 1, folder, encoding: 'utf-8' });
    const figures: Figure[] = [];
    for (const kind of ['people', 'records'] as const) {
      // Records name people and tickets, which have to be there.
      const before = kind === 'records' ? (['tickets'] as const) : [];
      for (const other of before) await importOne(filled.store, other, join(folder, `${AREA}-${other}.csv`));
      const path = join(folder, `${AREA}-${kind}.csv`);
      const lines = files.find((file) => file.kind === kind)?.lines ?? 0;
      const peak = peakMemory();
      const ms = await importOne(filled.store, kind, path);
      const parsed = await timed(() => parseAlone(path));
      const plain = await plainRows(filled, kind, lines);
      figures.push({
        name: `import of ${kind}, ${lines} lines, ${store}`,
        value: Math.round((lines / ms) * 1_000),
        unit: 'lines/s',
        floor: `${Math.round((lines / parsed) * 1_000)} csv-parse alone; ${Math.round((lines / plain) * 1_000)} plain insert`,
      });
      figures.push({ name: `import of ${kind}, memory above the start`, value: peak(), unit: 'MB' });
    }
    figures.push(...(await checkMany()));
    return figures;
  } finally {
    await filled.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

/** Looks at the process every few milliseconds; gives the most that was above the start, in megabytes. */
export function peakMemory(): () => number {
  const start = process.memoryUsage().rss;
  let most = start;
  const looking = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  return () => {
    clearInterval(looking);
    return Math.round((most - start) / 1_048_576);
  };
}

/** @returns milliseconds from beginning to the end of everything that follows the file */
export async function importOne(
  store: VrsStore,
  kind: 'people' | 'tickets' | 'records',
  path: string,
): Promise<number> {
  const { desk, close } = await testDesk(store);
  const bytes = (await stat(path)).size;
  const ms = await timed(async () => {
    const { importId } = (await desk.begin(staffOf(AREA), { kind, encoding: 'detect', bytes }))._unsafeUnwrap();
    await desk.receive(staffOf(AREA), importId, createReadStream(path), { withNumbers: true });
    await desk.settled();
    const { state, fault } = (await desk.state(AREA, importId))._unsafeUnwrap();
    if (state !== 'done') throw new Error(`the bench imports ${kind}: ${fault}`);
  });
  await close();
  return ms;
}

async function parseAlone(path: string): Promise<void> {
  for await (const _record of createReadStream(path).pipe(parse({ bom: true })));
}

/** The registered rows copied into an empty table of the same columns, in batches of as many, without keys, terms or checks. */
async function plainRows(filled: FilledStore, kind: 'people' | 'records', lines: number): Promise<number> {
  const columns = {
    import_id: 'uuid',
    line: 'integer',
    person_id: 'uuid',
    dose_id: 'uuid',
    done: 'boolean',
    number: 'integer',
  } as const;
  const texts = {
    day: 'text',
    product: 'text',
    lot: 'text',
    said_doubtful: 'boolean',
    site: 'bytea',
    doctor: 'bytea',
  } as const;
  const id = '00000000-0000-4000-8000-000000000000';
  const field = Buffer.alloc(kind === 'people' ? 200 : 45, 7);
  const ms = await timed(async () => {
    for (let from = 0; from < lines; from += 250) {
      const rows = Array.from({ length: Math.min(250, lines - from) }, (_, index) => [
        ...[id, from + index, id, id, true, 1],
        ...['2021-07-10', 'comirnaty', 'ZZ0001', false, field, field],
      ]);
      await inArea(filled.store, ({ database }) =>
        bulkInsert(database, 'import_doses', { ...columns, ...texts }, rows),
      );
    }
  });
  await inArea(filled.store, ({ database }) => sql`delete from import_doses`.execute(database));
  return ms;
}

/** A million lines through decoding, parsing and checking alone: what memory does, and how fast they could be read at best. */
async function checkMany(): Promise<Figure[]> {
  async function* upload(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(
      `${Object.values(PEOPLE_FILE.columns)
        .map(({ heading }) => heading)
        .join(',')}\r\n`,
    );
    const line = `${AREA},100001,,見本　試子,ミホン　シコ,1970-01-02,2,0,,,0\r\n`;
    const piece = Buffer.from(line.repeat(1_000));
    for (let lines = 0; lines < MANY_LINES; lines += 1_000) {
      await Promise.resolve();
      yield piece;
    }
  }
  const peak = peakMemory();
  const ms = await timed(async () => {
    for await (const _line of readLines(PEOPLE_FILE, upload(), { encoding: 'utf-8', lineBytes: 16_384 }));
  });
  return [
    { name: 'import: a million lines read and checked', value: Math.round((MANY_LINES / ms) * 1_000), unit: 'lines/s' },
    { name: 'import: memory above the start for a million lines', value: peak(), unit: 'MB' },
  ];
}
