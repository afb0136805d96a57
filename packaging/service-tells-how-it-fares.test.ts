/** A program run as a service: what systemd hears of it, what the journal does not, how its end is passed on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { type RunningProgram, runProgram } from './service/run-program.ts';
import { openServiceManager } from './service/service-manager.ts';

const directory = mkdtempSync(join(tmpdir(), 'kofu-service-'));
const programs: RunningProgram[] = [];
/** A program may take seconds to start where much else runs. */
const PATIENCE = { timeout: 25_000 } as const;
afterEach(async () => {
  for (const program of programs.splice(0)) {
    program.end();
    await program.exited;
  }
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function service(name: string, source: string) {
  const entry = join(directory, `${name}.mjs`);
  writeFileSync(entry, source);
  const told: string[] = [];
  const printed: string[] = [];
  const tell = (word: string) => () => void told.push(word);
  const program = runProgram({
    entry,
    arguments: ['--config', 'some.json'],
    ready: 'HOST_LISTENING',
    manager: { ready: tell('ready'), alive: tell('alive'), stopping: tell('stopping') },
    print: (line) => void printed.push(line),
  });
  programs.push(program);
  return { program, told, printed };
}
const say = (line: object): string => `console.log(${JSON.stringify(JSON.stringify(line))});`;
const STAY = 'setInterval(() => {}, 1000);';

it('is ready when it says that it listens, and alive because its event loop turns', async () => {
  const { told } = service('listens', `${say({ event: 'HOST_LISTENING', startUrl: 'http://x' })}${STAY}`);
  await expect.poll(() => told, PATIENCE).toContain('ready');
  await expect.poll(() => told, PATIENCE).toContain('alive');
});

it('is never ready before, nor by another event', async () => {
  const { told, printed } = service('other', `${say({ event: 'CENTER_LISTENING', port: 1 })}${STAY}`);
  await expect.poll(() => printed.length, PATIENCE).toBe(1);
  expect(told).not.toContain('ready');
});

it('does not wind the watchdog up while it starts: a first beat would give a long start the limit of a hang', async () => {
  const { told, printed } = service('starts', `setTimeout(() => console.log('started'), 50);${STAY}`);
  await expect.poll(() => printed, PATIENCE).toContain('started');
  expect(told).toEqual([]);
});

it('passes its lines on, but none with a launch address', async () => {
  const { printed, program } = service(
    'speaks',
    [say({ event: 'HOST_LISTENING', startUrl: 'http://127.0.0.1:1/start?k=secret' }), "console.log('plain');"].join(''),
  );
  expect(await program.exited).toBe(0);
  expect(printed).toEqual(['plain']);
});

it('hands out a new launch address to whoever asks, and null once it has gone', async () => {
  const answering = `process.stdin.on('data', () => {${say({ event: 'START_URL', startUrl: 'http://127.0.0.1:1/start?k=a' })}});`;
  const { program, told } = service('answers', `${answering}${say({ event: 'HOST_LISTENING', startUrl: 'http://x' })}`);
  await expect.poll(() => told, PATIENCE).toContain('ready');
  expect(await program.newStartUrl()).toBe('http://127.0.0.1:1/start?k=a');
  program.end();
  await program.exited;
  expect(await program.newStartUrl()).toBeNull();
});

it('asks nothing before the program is ready: an answer that comes late would void the next address', async () => {
  const { program, printed } = service(
    'slow',
    `console.log('here');process.stdin.on('data', (text) => console.log(String(text)));${STAY}`,
  );
  await expect.poll(() => printed, PATIENCE).toContain('here');
  expect(await program.newStartUrl()).toBeNull();
});

it.each([0, 69, 75, 78])('ends with the code of the program: %i', async (code) => {
  expect(await service(`ends-${code}`, `process.exit(${code});`).program.exited).toBe(code);
});

it('ends as broken when a signal ended the program', async () => {
  const { program } = service('killed', `process.kill(process.pid, 'SIGKILL');${STAY}`);
  expect(await program.exited).toBe(70);
});

it('keeps the socket of systemd from the program, and does not keep the program running', async () => {
  const { printed, program } = service('env', 'console.log(String(process.env.NOTIFY_SOCKET));');
  expect(await program.exited).toBe(0);
  expect(printed).toEqual(['undefined']);
});

it('speaks to systemd in its own words, through its own library', async () => {
  const path = join(directory, 'notify');
  const heard = join(directory, 'heard');
  writeFileSync(heard, '');
  const listener: ChildProcess = spawn('socat', ['-u', `UNIX-RECV:${path}`, `OPEN:${heard},append`], {
    stdio: 'ignore',
  });
  try {
    await expect.poll(() => existsSync(path), PATIENCE).toBe(true);
    process.env['NOTIFY_SOCKET'] = path;
    const manager = openServiceManager(process.env);
    manager.ready();
    manager.alive();
    manager.stopping();
    await expect.poll(() => readFileSync(heard, 'utf8'), PATIENCE).toBe('READY=1WATCHDOG=1STOPPING=1');
  } finally {
    delete process.env['NOTIFY_SOCKET'];
    listener.kill('SIGTERM');
  }
});

it('says nothing where there is no systemd', () => {
  const manager = openServiceManager({});
  expect(() => manager.ready()).not.toThrow();
});
