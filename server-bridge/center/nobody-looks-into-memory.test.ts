import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { dumpingOptions } from './dumping-options.ts';
import { buildFoundation, type Foundation } from './test-support/bridge-world.ts';

const main = join(import.meta.dirname, 'main.ts');
/** As the unit starts it (`packaging/servers/kofu-center.service`). */
const AS_IN_SERVICE = ['--no-warnings', '--disable-sigusr1'];
/** Bits of SigCgt, `proc(5)`: the lowest is signal 1. */
const SIGUSR1 = 10;
const SIGUSR2 = 12;

let foundation: Foundation;
let working: string;
let config: string;
const started: ChildProcess[] = [];
beforeAll(async () => {
  foundation = await buildFoundation();
  working = join(foundation.directory, 'working');
  await mkdir(working);
  config = join(foundation.directory, 'center.json');
  await writeFile(config, JSON.stringify(foundation.configuration({ store: { kind: 'pglite', directory: null } })));
}, 120_000);
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await foundation.close();
  await rm(working, { recursive: true, force: true });
});

const start = (options: readonly string[], environment: Record<string, string> = {}) => {
  const child = spawn(process.execPath, [...options, main, '--config', config], {
    cwd: working,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', HOME: working, TMPDIR: working, ...environment },
  });
  started.push(child);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return { child, ended: once(child, 'exit'), errors: () => errors };
};
const listening = async (child: ChildProcess): Promise<void> => {
  if (child.stdout === null) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('CENTER_LISTENING')) return;
  throw new Error('it never listened');
};
/** Ports a process listens on, from its own descriptors and the kernel's table. */
const portsOf = async (pid: number): Promise<readonly number[]> => {
  const descriptors = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(descriptors.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  const sockets = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  const rows = (await readFile(`/proc/${pid}/net/tcp`, 'utf8')).split('\n').map((row) => row.trim().split(/\s+/));
  return rows
    .filter((row) => row[3] === '0A' && sockets.has(row[9] ?? ''))
    .map((row) => Number.parseInt((row[1] ?? '').split(':')[1] ?? '', 16))
    .toSorted((one, other) => one - other);
};
const caught = async (pid: number): Promise<bigint> => {
  const digits = /^SigCgt:\s*([0-9a-f]+)$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  return BigInt(`0x${digits ?? '0'}`);
};
const isCaught = (mask: bigint, signal: number): boolean => ((mask >> BigInt(signal - 1)) & 1n) === 1n;

test('a running center opens no inspector and writes no snapshot on a signal; without the option of its unit it would', async () => {
  const { child, ended, errors } = start(AS_IN_SERVICE);
  await listening(child);
  const pid = child.pid ?? 0;
  const mask = await caught(pid);
  expect([isCaught(mask, SIGUSR1), isCaught(mask, SIGUSR2)]).toEqual([false, false]);
  const before = await portsOf(pid);
  expect(before.length).toBeGreaterThan(0);
  child.kill('SIGUSR1');
  // Either it is ended by it, like any program that does not know the signal, or it goes on as before.
  const outcome = await Promise.race([
    ended.then(() => 'ended'),
    new Promise((r) => setTimeout(() => r('lives'), 1_000)),
  ]);
  if (outcome === 'lives') expect(await portsOf(pid)).toEqual(before);
  expect(errors()).not.toMatch(/debugger|inspector/i);
  expect(await readdir(working)).toEqual([]);

  const open = start(['--no-warnings']);
  await listening(open.child);
  expect(isCaught(await caught(open.child.pid ?? 0), SIGUSR1)).toBe(true);
}, 120_000);

test.each<[string, readonly string[], Record<string, string>]>([
  ['--heapsnapshot-signal', ['--heapsnapshot-signal=SIGUSR2'], {}],
  ['--heapsnapshot-near-heap-limit', [], { NODE_OPTIONS: '--heapsnapshot-near-heap-limit=1' }],
  ['--inspect', ['--inspect=127.0.0.1:0'], {}],
  ['--report-on-signal', [], { NODE_OPTIONS: '--report_on_signal --no-warnings' }],
])(
  'started with %s it does not serve, and says why',
  async (name, options, environment) => {
    const { ended, errors } = start([...AS_IN_SERVICE, ...options], environment);
    expect((await ended)[0]).toBe(78);
    expect(errors()).toContain(`center: the runtime may not be started with ${name}\n`);
    expect(await readdir(working)).toEqual([]);
  },
  120_000,
);

test('only what looks into memory is refused', () => {
  expect(dumpingOptions(['--no-warnings', '--disable-sigusr1', '--import', './x.ts'], undefined)).toEqual([]);
  expect(dumpingOptions([], '--max-old-space-size=512 "--inspect-brk=0"')).toEqual(['--inspect-brk']);
  expect(dumpingOptions(['--heap-prof', '--abort_on_uncaught_exception'], '')).toHaveLength(2);
});
