import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildFoundation, type Foundation, TERMINAL } from './test-support/bridge-world.ts';
import { rawTerminal } from './test-support/raw-terminal.ts';

const main = join(import.meta.dirname, 'main.ts');
let world: Foundation;
let directory: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  world = await buildFoundation();
  directory = await mkdtemp(join(tmpdir(), 'kofu-center-main-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await world.close();
  await rm(directory, { recursive: true, force: true });
});

const run = (...args: string[]) => {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return { child, ended: once(child, 'exit'), errors: () => errors };
};
const write = async (name: string, content: unknown) => {
  const file = join(directory, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

test('says where it listens, serves, and ends by SIGTERM with code 0', async () => {
  const file = await write(
    'good.json',
    world.configuration({ store: { kind: 'pglite', directory: join(directory, 'store') } }),
  );
  const { child, ended, errors } = run('--config', file);
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const { event, port, operationsPort } = JSON.parse(line);
    if (event !== 'CENTER_LISTENING') continue;
    expect(operationsPort).toBeGreaterThan(0);
    const terminal = rawTerminal(world.trust, TERMINAL, port);
    expect((await terminal.send('GET', '/v1/directive')).status).toBe(200);
    const stream = terminal.events();
    child.kill('SIGTERM');
    await stream.closed;
    terminal.close();
  }
  expect(await ended).toEqual([0, null]);
  expect(errors()).toBe('');
}, 120_000);

test.each([
  ['no argument', [], 'usage: main.ts --config FILE.json'],
  ['an unknown argument', ['--verbose'], 'usage: main.ts --config FILE.json'],
])('%s ends with 78 and says how', async (_name, args, line) => {
  const { ended, errors } = run(...args);
  expect((await ended)[0]).toBe(78);
  expect(errors()).toBe(`center: ${line}\n`);
});

test('a bad configuration ends with 78 and a line that names the place, not the content', async () => {
  const good = world.configuration();
  const cases: [string, unknown, RegExp][] = [
    ['absent', null, /^center: cannot read configuration: ENOENT/],
    ['text', 'not json', /^center: configuration is not valid at: not JSON\n$/],
    ['unknown', { ...good, secret: 'hunter2' }, /^center: configuration is not valid at: secret\n$/],
    ['port', { ...good, listen: { host: '127.0.0.1', port: 70_000 } }, /not valid at: listen\.port\n$/],
    ['key', { ...good, directiveKeyFile: good.initialDirective }, /^center: directiveKeyFile is not valid at: /],
    [
      'tls',
      { ...good, tls: { ...good.tls, keyFile: good.vrs.keyFile } },
      /^center: tls is not valid at: certificate and key/,
    ],
  ];
  await Promise.all(
    cases.map(async ([name, content, expected]) => {
      const file = content === null ? join(directory, 'absent.json') : await write(`${name}.json`, content);
      const { ended, errors } = run('--config', file);
      expect((await ended)[0], name).toBe(78);
      expect(errors()).toMatch(expected);
      expect(errors()).not.toContain('hunter2');
    }),
  );
});
