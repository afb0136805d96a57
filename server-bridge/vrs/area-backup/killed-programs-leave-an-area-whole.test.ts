/** V9: the programs that change keys and put a backup back are killed while they work, as processes of their own on PostgreSQL. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makeSyntheticPerson } from '../../../card-reader/virtual/index.ts';
import { type PrivatePostgres, startPrivatePostgres } from '../../../tests/fleet/private-postgres.ts';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { openDatabase } from '../store/open-store.ts';
import { findPerson } from '../store/records.ts';
import { registerAreas } from '../store/register-area.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { loadSyntheticData } from '../synthetic-data/load-synthetic-data.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../synthetic-data/municipalities.ts';
import { SYNTHETIC_RECORDS } from '../synthetic-data/synthetic-records.ts';

const AREA = v.parse(MunicipalityCodeSchema, '900010');
const people = Array.from({ length: 600 }, (_, seed) => makeSyntheticPerson(seed + 1));
const KEYS = fileURLToPath(new URL('../area-keys/cli.ts', import.meta.url));
const BACKUP = fileURLToPath(new URL('./cli.ts', import.meta.url));
let postgres: PrivatePostgres;
let store: VrsStore;
let owner: Client;
let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-killed-'));
  postgres = await startPrivatePostgres({ hasty: true });
}, 120_000);
afterAll(async () => {
  await store?.close();
  await owner?.end();
  await postgres?.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await store?.close();
  await owner?.end();
  const name = `killed_${randomBytes(4).toString('hex')}`;
  const admin = new Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  const masterKey = randomBytes(32);
  await writeFile(at('master.txt'), `${masterKey.toString('base64url')}\n`, { mode: 0o600 });
  const configuration = {
    listen: { host: '127.0.0.1', port: 0 },
    tls: { key: at('x'), certificate: at('x'), clientCa: at('x') },
    store: { kind: 'postgres', url: url.href },
    keysFile: at('x'),
    masterKeyFile: at('master.txt'),
    cardAnchorsFile: at('x'),
    allowedCenters: ['urn:kofu:center:development'],
    syntheticData: false,
    maxInFlight: 20,
    challengeLifeSeconds: 120,
  };
  await writeFile(at('vrs.json'), JSON.stringify(configuration), { mode: 0o600 });
  const opened = (await openDatabase({ kind: 'postgres', url: url.href }))._unsafeUnwrap();
  await registerAreas(opened.database, masterKey, SYNTHETIC_MUNICIPALITIES);
  store = createVrsStore({ ...opened, masterKey });
  const record = SYNTHETIC_RECORDS['four-doses'];
  if (record === undefined) throw new Error('the record exists');
  await loadSyntheticData(store, people, Object.fromEntries(people.map(({ id }) => [id, record])));
  owner = new Client({ connectionString: url.href });
  await owner.connect();
}, 120_000);

/** Starts a program on the area. */
function start(program: string, ...words: string[]): ChildProcess {
  const given = words.length === 1 ? ['--area', AREA, '--config', at('vrs.json')] : [];
  return spawn(process.execPath, [program, ...words, ...given], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function ended(child: ChildProcess): Promise<string> {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => (said += piece.toString()));
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
  return `${String(code)} ${said.trim()}`;
}

const isTrue = async (query: string): Promise<boolean> => {
  const { rows } = await owner.query<{ is: boolean }>(`select (${query}) as is`);
  return rows[0]?.is === true;
};

/** Kills a program as soon as the database shows that it has come so far. @returns false where it had ended before */
async function killedAt(child: ChildProcess, query: string): Promise<boolean> {
  const gone = once(child, 'exit');
  const until = Date.now() + 60_000;
  while (child.exitCode === null && Date.now() < until && !(await isTrue(query))) await delay(2);
  const isAlive = child.exitCode === null;
  child.kill('SIGKILL');
  await gone;
  // The server notices the end of the connection when it next listens to it.
  const others = `not exists (select from pg_stat_activity where datname = current_database()
    and pid <> pg_backend_pid() and state <> 'idle')`;
  while (!(await isTrue(others))) await delay(5);
  return isAlive;
}

const foundAll = async (): Promise<number | undefined> =>
  await store.inArea(AREA, async (transaction) => {
    let count = 0;
    for (const { individualNumber, birthDate } of people) {
      const lookup = await findPerson(transaction, individualNumber);
      if (lookup.kind === 'found' && lookup.record.birthDay.replaceAll('-', '') === birthDate) count += 1;
    }
    return count;
  });

const TABLES = ['people', 'tickets', 'doses', 'search_terms', 'certificates', 'operation_log'];
const counts = async (): Promise<readonly number[]> => {
  const each = TABLES.map((table) => `(select count(*)::int from ${table} where area = '${AREA}')`);
  const { rows } = await owner.query<{ counts: number[] }>(`select array[${each.join(', ')}] as counts`);
  return rows[0]?.counts ?? [];
};

const state = (name: string): string => `exists (select from area_keys where area = '${AREA}' and state = '${name}')`;

it('a change of keys that is killed four times comes to its end, and everybody is found at every moment', async () => {
  const headOf = (generation: number): string => `'\\x02${generation.toString(16).padStart(8, '0')}'::bytea`;
  const moments = [
    state('incoming'),
    `exists (select from people where area = '${AREA}' and substring(birth_day from 1 for 5) = ${headOf(2)})`,
    `exists (select from area_key_hashes)`,
    state('outgoing'),
  ];
  const kills: boolean[] = [];
  for (const moment of moments) {
    kills.push(await killedAt(start(KEYS, 'rotate'), moment));
    expect(await foundAll()).toBe(people.length);
  }
  // The last of these moments is short: a program may have come to its end before it was seen.
  expect(kills.slice(0, 3)).toEqual([true, true, true]);
  if (kills[3] === true) expect(await ended(start(KEYS, 'rotate'))).toMatch(/^0 generation 2 is in use/);
  expect(await foundAll()).toBe(people.length);
  expect(await isTrue(`(select array_agg(generation::int) from area_keys where area = '${AREA}') = array[2]`)).toBe(
    true,
  );
  const old = `exists (select from people where area = '${AREA}' and substring(birth_day from 1 for 5) <> ${headOf(2)})`;
  expect(await isTrue(old)).toBe(false);
}, 240_000);

it('a restore that is killed has put nothing back, and the next one everything', async () => {
  const keys = ['--private', at('private.json'), '--public', at('public.json')];
  expect(await ended(start(BACKUP, 'make-key', ...keys))).toBe('0 made');
  const place = ['--area', AREA, '--config', at('vrs.json'), '--file', at('area.backup')];
  expect(await ended(start(BACKUP, 'save', ...place, '--public', at('public.json')))).toMatch(/^0 /);
  const whole = await counts();
  await owner.query(`delete from doses where area = '${AREA}'`);
  const damaged = await counts();
  expect(damaged).not.toEqual(whole);
  const restore = ['restore', ...place, '--private', at('private.json')];
  const isAtWork = (table: string): string => `exists (select from pg_stat_activity
    where pid <> pg_backend_pid() and datname = current_database() and query ~ 'insert into "?${table}')`;
  for (const table of ['people', 'search_terms', 'doses']) {
    expect(await killedAt(start(BACKUP, ...restore), isAtWork(table))).toBe(true);
    expect(await counts()).toEqual(damaged);
  }
  expect(await ended(start(BACKUP, ...restore))).toMatch(/^0 .* rows are back$/);
  // Its own line in the log is the only thing more.
  expect(await counts()).toEqual(whole.map((count, index) => (TABLES[index] === 'operation_log' ? count + 1 : count)));
  expect(await foundAll()).toBe(people.length);
}, 240_000);
