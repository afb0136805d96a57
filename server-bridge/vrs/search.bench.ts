/**
 * Measures what staff of a large municipality wait for: finding people among very many, the list of doubtful doses, statistics. Each
 * beside the floor: one person read by the primary key, in a transaction of the same kind.
 */
import { sql } from 'kysely';
import { BENCH_AREA, type BenchStoreKind, openBenchStore } from './bench/bench-database.ts';
import type { BenchMachine } from './bench/bench-machine.ts';
import { fillArea, idOfInvented } from './bench/fill-area.ts';
import { COMMON_FAMILY, inventedPerson } from './bench/invented-crowd.ts';
import { type Figure, latencyFigures, quantile, timesOf } from './bench/measure.ts';
import { listDoubtful } from './register/doubtful.ts';
import { type PeopleSearch, searchPeople } from './register/search-people.ts';
import { readStatistics } from './register/statistics.ts';
import type { AreaTransaction, VrsStore } from './store/vrs-store.ts';

const QUICK_PEOPLE = 50_000;
const LONG_PEOPLE = 1_000_000;
const ROUNDS = 200;
const WIDE_ROUNDS = 20;
const SPAN = { from: '2021-04-01', to: '2026-12-31' };

/** 50,000 people, on both databases. */
export const benchSearch = (machine: BenchMachine): Promise<Figure[]> =>
  onEach(['pglite', 'postgres-hasty'], QUICK_PEOPLE, machine);

/** A million people; filling them takes minutes. */
export const benchSearchLong = (machine: BenchMachine): Promise<Figure[]> =>
  onEach(['postgres-hasty', 'pglite'], LONG_PEOPLE, machine);

async function onEach(kinds: readonly BenchStoreKind[], people: number, machine: BenchMachine): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const kind of kinds) {
    const bench = await openBenchStore(kind, machine);
    try {
      const label = `${kind === 'pglite' ? 'PGlite' : 'PostgreSQL'}, ${people} people`;
      const startedAt = performance.now();
      await fillArea({ database: bench.open.database, store: bench.store }, BENCH_AREA, people);
      figures.push({ name: `${label}: filled`, value: (performance.now() - startedAt) / 1000, unit: 's' });
      figures.push(...(await searchFigures(bench.store, people, label)));
    } finally {
      await bench.close();
    }
  }
  return figures;
}

/** The figures of an area that is filled already. */
async function searchFigures(store: VrsStore, people: number, label: string): Promise<Figure[]> {
  const inArea = async <T>(work: (transaction: AreaTransaction) => Promise<T>): Promise<T> => {
    const done = await store.inArea(BENCH_AREA, async (transaction) => ({ value: await work(transaction) }));
    if (done === undefined) throw new Error('the bench has its area');
    return done.value;
  };
  const indexOf = (round: number) => (round * 7919) % people;
  const floor = await timesOf(ROUNDS, (round) => inArea((area) => readOne(area, idOfInvented(indexOf(round)))));
  const floorMs = quantile(floor, 0.5);
  const figures: Figure[] = [...latencyFigures(`${label}: floor, one person by primary key`, floor)];
  for (const [name, searchOf] of Object.entries(searchesAmong(people))) {
    await inArea((area) => searchPeople(area, searchOf(0)));
    const times = await timesOf(ROUNDS, (round) => inArea((area) => searchPeople(area, searchOf(indexOf(round)))));
    const { found, wholeTables } = await inArea(async (area) => ({
      found: (await searchPeople(area, searchOf(1))).people.length,
      wholeTables: await tablesReadWhole(area),
    }));
    const how = wholeTables.length === 0 ? 'by index' : `reads all of ${wholeTables.join(', ')}`;
    figures.push(...latencyFigures(`${label}: ${name} (finds ${found}, ${how})`, times, floorMs));
  }
  const wide: Readonly<Record<string, (area: AreaTransaction) => Promise<unknown>>> = {
    'doubtful doses, first page': (area) => listDoubtful(area, undefined),
    statistics: (area) => readStatistics(area, SPAN),
  };
  for (const [name, work] of Object.entries(wide)) {
    figures.push(...latencyFigures(`${label}: ${name}`, await timesOf(WIDE_ROUNDS, () => inArea(work)), floorMs));
  }
  return figures;
}

const readOne = ({ database, keys }: AreaTransaction, personId: string) =>
  database
    .selectFrom('people')
    .select('name')
    .where('area', '=', keys.area)
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();

/** What staff type, for the person of an index. */
function searchesAmong(people: number): Readonly<Record<string, (index: number) => PeopleSearch>> {
  const common = Array.from({ length: Math.min(people, 20_000) }, (_, index) => inventedPerson(index)).filter(
    ({ name }) => name.startsWith(COMMON_FAMILY.name),
  );
  const commonOf = (index: number) => {
    const one = common[index % common.length];
    if (one === undefined) throw new Error('somebody has the common name');
    return one;
  };
  return {
    'reference number': (index) => ({ referenceNumber: inventedPerson(index).referenceNumber }),
    'ticket number': (index) => ({ ticketNumber: inventedPerson(index).ticketNumber }),
    'whole name': (index) => ({ name: inventedPerson(index).name }),
    'common family name and birth day': (index) => ({ name: COMMON_FAMILY.kana, birthDay: commonOf(index).birthDay }),
    'birth day': (index) => ({ birthDay: inventedPerson(index).birthDay }),
    'common family name': () => ({ name: COMMON_FAMILY.name }),
    'nobody of that name': (index) => ({ name: `居ない${index}` }),
    'nobody, name and birth day': (index) => ({ name: `居ない${index}`, birthDay: inventedPerson(index).birthDay }),
  };
}

/** Tables that this transaction has read from end to end so far, as the database counts. */
async function tablesReadWhole({ database }: AreaTransaction): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_stat_xact_user_tables
    where seq_scan > 0 and relname in ('people', 'tickets', 'doses', 'search_terms') order by relname`.execute(
    database,
  );
  return rows.map(({ name }) => name);
}
