/**
 * A center as a process of its own, started as its unit starts it (no core file, no inspector by signal), and everything it leaves
 * anywhere: what it writes, what it answers, what it holds open, what it keeps in its store and in its memory.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import * as v from 'valibot';
import { type CenterConfigurationSchema, openStore } from '../../server-bridge/center/index.ts';
import type { DevelopmentTrust } from '../../server-bridge/trust/index.ts';
import { freePort } from '../fleet/private-server.ts';
import { formsOf, searchForPerson, type Traces } from './search-for-person.ts';
import { searchProcessMemory } from './search-process-memory.ts';

const START_LIMIT_MS = 120_000;
const OPEN_FILE = 'open file ';
const END_LIMIT_MS = 20_000;
const ListeningSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ event: v.literal('CENTER_LISTENING'), port: v.number(), operationsPort: v.number() }),
);

/** Where something was found: the place, and what it gives away. Never the words themselves. */
export type Found = { readonly place: string; readonly what: string; readonly count: number };
export type Searched = { readonly found: readonly Found[]; readonly bytes: Readonly<Record<string, number>> };

export type WatchedCenter = {
  readonly pid: number;
  readonly port: number;
  /** Memory, output, open files, and everything staff and machines can ask for. */
  searchRunning(traces: Traces, streams: readonly string[]): Promise<Searched>;
  /** After `stop`: the store's files, every row of every table, temporary files, output to the last line. */
  searchLeft(traces: Traces): Promise<Searched>;
  /** Lines of `/proc/PID/limits` and `/proc/PID/status` by their names, and the command line. */
  process(): Promise<{ readonly coreLimit: string; readonly swapKb: string; readonly commandLine: string }>;
  stop(): Promise<void>;
};

const ANSWERS = [
  '/operations/terminals',
  '/operations/terminals/KOFU-0001/events?limit=500',
  '/operations/alarms',
  '/operations/directive',
  '/operations/fleet',
  '/operations/audit?limit=100',
  '/operations/audit/state',
  '/operations/audit/export',
];

function countIn(bytes: Buffer, traces: Traces, place: string): Found[] {
  return Object.entries(traces).flatMap(([what, trace]) => {
    const forms = typeof trace === 'string' ? formsOf(trace) : [Buffer.from(trace)];
    const count = forms.filter((form) => bytes.includes(form)).length;
    return count === 0 ? [] : [{ place, what, count }];
  });
}

export async function startWatchedCenter(o: {
  readonly entry: string;
  readonly args: readonly string[];
  /** A folder of this center alone. */
  readonly folder: string;
  readonly trust: DevelopmentTrust;
  readonly vrsPort: number;
  readonly directive: object;
}): Promise<WatchedCenter> {
  const { folder, trust } = o;
  const token = 'synthetic-token-of-a-test-0123456789abcdef';
  const place = (name: string): string => join(folder, name);
  for (const name of ['store', 'temporary', 'working']) await mkdir(place(name), { recursive: true });
  await writeFile(place('token'), token, { mode: 0o600 });
  await writeFile(place('directive.json'), JSON.stringify(o.directive));
  const observabilityPort = await freePort();
  const configuration: v.InferInput<typeof CenterConfigurationSchema> = {
    listen: { host: '127.0.0.1', port: 0 },
    tls: { caFile: trust.lineCaFile, ...trust.centerServer },
    vrs: { host: '127.0.0.1', port: o.vrsPort, caFile: trust.lgwanCaFile, ...trust.centerVrsClient },
    store: { kind: 'pglite', directory: place('store') },
    directiveKeyFile: trust.directiveKeyFile,
    initialDirective: place('directive.json'),
    operations: { port: 0, tokenFile: place('token') },
    observability: { port: observabilityPort },
    line: { certificates: 'any-of-the-authority', budgetFactor: 1_000 },
  };
  await writeFile(place('center.json'), JSON.stringify(configuration));
  const command = ['--core=0', '/usr/bin/setpriv', '--pdeathsig', 'KILL', process.execPath, '--no-warnings'];
  const child: ChildProcess = spawn(
    '/usr/bin/prlimit',
    [...command, '--disable-sigusr1', o.entry, '--config', place('center.json'), ...o.args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: place('working'),
      env: { PATH: process.env['PATH'], HOME: place('working'), TMPDIR: place('temporary') },
    },
  );
  const { pid, stdout, stderr } = child;
  if (pid === undefined || stdout === null || stderr === null) throw new Error('The center could not be started.');
  const written: Buffer[] = [];
  for (const stream of [stdout, stderr]) stream.on('data', (chunk: Buffer) => written.push(chunk));
  const exited = once(child, 'exit');
  const said = await new Promise<v.InferOutput<typeof ListeningSchema>>((resolve, reject) => {
    const fail = (): void => reject(new Error(`The center did not start. ${Buffer.concat(written).toString('utf8')}`));
    const timer = setTimeout(fail, START_LIMIT_MS);
    void exited.then(fail);
    createInterface({ input: stdout }).on('line', (line) => {
      const parsed = v.safeParse(ListeningSchema, line);
      if (!parsed.success) return;
      clearTimeout(timer);
      resolve(parsed.output);
    });
  }).catch((cause: unknown) => {
    child.kill('SIGKILL');
    throw cause;
  });

  const asked = async (): Promise<[string, Buffer][]> => {
    const headers = { authorization: `Bearer ${token}` };
    const urls: [string, string][] = [
      ['metrics page', `http://127.0.0.1:${observabilityPort}/metrics`],
      ...ANSWERS.map((path): [string, string] => [path, `http://127.0.0.1:${said.operationsPort}${path}`]),
    ];
    const answers: [string, Buffer][] = [];
    for (const [name, url] of urls) {
      const response = await fetch(url, { headers });
      if (response.status !== 200) throw new Error(`${name} answers ${response.status}`);
      answers.push([name, Buffer.from(await response.arrayBuffer())]);
    }
    return answers;
  };

  /** Regular files the process holds open, also those whose name is gone. */
  const openFiles = async (): Promise<[string, Buffer][]> => {
    const files: [string, Buffer][] = [];
    for (const number of await readdir(`/proc/${pid}/fd`)) {
      const path = `/proc/${pid}/fd/${number}`;
      const isFile = await stat(path).then(
        (status) => status.isFile(),
        () => false,
      );
      if (isFile) files.push([`${OPEN_FILE}${await readlink(path)}`, await readFile(path)]);
    }
    return files;
  };

  const dump = async (): Promise<Buffer> => {
    const store = (await openStore({ kind: 'pglite', directory: place('store') }))._unsafeUnwrap();
    try {
      const { rows } = await sql<{ name: string }>`
        select tablename as name from pg_tables where schemaname = 'public'`.execute(store.database);
      const texts: string[] = [];
      for (const { name } of rows) {
        const found = await sql<{ row: string }>`
          select row_to_json(kept)::text as row from ${sql.table(name)} kept`.execute(store.database);
        texts.push(name, ...found.rows.map(({ row }) => row));
      }
      return Buffer.from(texts.join('\n'));
    } finally {
      await store.close();
    }
  };

  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid,
    port: said.port,
    async searchRunning(traces, streams) {
      const memory = await searchProcessMemory(pid, traces);
      const found: Found[] = memory.findings.map(({ what, count }) => ({ place: 'memory', what, count }));
      const bytes: Record<string, number> = { memory: memory.bytes };
      const pieces: [string, Buffer][] = [
        ['output', Buffer.concat(written)],
        ['event streams', Buffer.from(streams.join('\n'))],
        ...(await asked()),
        ...(await openFiles()),
      ];
      for (const [name, content] of pieces) {
        found.push(...countIn(content, traces, name));
        const counted = name.startsWith(OPEN_FILE) ? 'open files' : name;
        bytes[counted] = (bytes[counted] ?? 0) + content.length;
      }
      return { found, bytes };
    },
    async searchLeft(traces) {
      if (!isOver()) throw new Error('Its files are searched when it has written the last of them.');
      const output = Buffer.concat(written);
      const files = await searchForPerson([folder], traces);
      const tables = await dump();
      return {
        found: [
          ...countIn(output, traces, 'output'),
          ...countIn(tables, traces, 'tables'),
          ...files.findings.map(({ file, what }) => ({ place: file, what, count: 1 })),
        ],
        bytes: { output: output.length, tables: tables.length, files: files.bytes },
      };
    },
    async process() {
      const limits = await readFile(`/proc/${pid}/limits`, 'utf8');
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8');
      return {
        coreLimit: /^Max core file size\s+(\S+)\s+(\S+)/m.exec(limits)?.slice(1).join(' ') ?? '',
        swapKb: /^VmSwap:\s+(\d+)/m.exec(status)?.[1] ?? '',
        commandLine: commandLine.replaceAll('\0', ' '),
      };
    },
    async stop() {
      if (isOver()) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
