/** The host's side: the same link as the chromium shell's, over a real pipe to a real process (a script in Electron's place). */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SNAPSHOT_LIMIT_BYTES } from '../../snapshot.ts';
import type { ScreenLink } from '../chromium/index.ts';
import { commandOf } from './host-side/launch-electron.ts';
import { restartPause } from './host-side/restart-pause.ts';
import { findElectronRuntime, serveElectronScreens } from './index.ts';
import { type ScriptedShell, scriptedShell } from './testing/scripted-shell.ts';

const StartSchema = v.object({ pid: v.number(), argv: v.array(v.string()), env: v.record(v.string(), v.string()) });
const FRAME = { v: 1, screenSeq: 7, screen: { name: 'attract' } };
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

let profiles: string;
let script: ScriptedShell;
let link: ScreenLink | undefined;
let reports: string[];
let heard: unknown[];
beforeEach(async () => {
  profiles = await mkdtemp(join(tmpdir(), 'kofu-profiles-'));
  script = await scriptedShell('good');
  reports = [];
  heard = [];
});
afterEach(async () => {
  await link?.close();
  link = undefined;
  await script.remove();
  await rm(profiles, { recursive: true, force: true });
});

async function serve(mode = 'good'): Promise<ScreenLink> {
  await script.setMode(mode);
  const served = await serveElectronScreens({
    executable: script.executable,
    appDirectory: '/app',
    profileDirectory: profiles,
    report: (code) => reports.push(code),
  });
  link = served._unsafeUnwrap();
  link.onEvent((raw) => heard.push(raw));
  return link;
}
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 15_000, interval: 10 });
async function starts(): Promise<v.InferOutput<typeof StartSchema>[]> {
  const text = await readFile(join(script.directory, 'starts.jsonl'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => v.parse(StartSchema, JSON.parse(line)));
}
const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

it('shows the last frame to the page that comes, and hears its touches', async () => {
  const served = await serve();
  served.show(bytes({ ...FRAME, screenSeq: 6 }));
  served.show(bytes(FRAME));
  await until(() => expect(heard.at(-1)).toEqual({ shown: FRAME }));
  expect(served.connected).toBe(true);
});

it('starts it with its folder as the only argument, chosen names in the environment, and a home of its own that goes with it', async () => {
  process.env['KOFU_TEST_SECRET'] = 'secret';
  process.env['NODE_OPTIONS_OF_TEST'] = '--inspect';
  try {
    const served = await serve();
    await until(() => expect(served.connected).toBe(true));
    const [start] = await starts();
    expect(start?.argv).toEqual(['/app']);
    expect(start?.env).not.toHaveProperty('KOFU_TEST_SECRET');
    expect(start?.env).not.toHaveProperty('NODE_OPTIONS_OF_TEST');
    const home = start?.env['HOME'] ?? '';
    expect(home.startsWith(profiles)).toBe(true);
    for (const name of ['TMPDIR', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME'])
      expect(start?.env[name]?.startsWith(home), name).toBe(true);
    await served.close();
    expect(await readdir(profiles)).toEqual([]);
    expect(isGone(start?.pid ?? 0)).toBe(true);
  } finally {
    delete process.env['KOFU_TEST_SECRET'];
    delete process.env['NODE_OPTIONS_OF_TEST'];
  }
});

it('gives it a network with nothing in it (K7)', () => {
  const start = '/usr/bin/unshare --user --map-current-user --net -- /opt/electron';
  expect(commandOf('/opt/electron', '/app', false).join(' ')).toBe(`${start} /app`);
  expect(commandOf('/opt/electron', null, false).join(' ')).toBe(start);
});

it('starts it again when it dies, and shows the last frame to the new page', async () => {
  const served = await serve();
  served.show(bytes(FRAME));
  await until(() => expect(heard).toHaveLength(1));
  const [first] = await starts();
  process.kill(first?.pid ?? 0, 'SIGKILL');
  await until(() => expect(heard).toEqual([{ shown: FRAME }, { shown: FRAME }]));
  expect(reports).toEqual(['shell-ended']);
  expect(await readdir(profiles)).toHaveLength(1);
});

describe('after a visit', () => {
  it('the last frame is forgotten, and the page of the visit counts no more', async () => {
    const served = await serve('late');
    served.show(bytes(FRAME));
    await until(() => expect(heard).toHaveLength(1));
    const changes: boolean[] = [];
    served.onChange((connected) => changes.push(connected));
    served.freshPage();
    expect(served.connected).toBe(false);
    await until(() => expect(served.connected).toBe(true));
    expect(changes).toEqual([false, true]);
    served.show(bytes({ ...FRAME, screenSeq: 8 }));
    await until(() => expect(heard).toHaveLength(2));
    // Neither the old frame nor the late touch.
    expect(heard.at(-1)).toEqual({ shown: { ...FRAME, screenSeq: 8 } });
  });
  it('a shell started meanwhile shows nothing of it', async () => {
    const served = await serve();
    served.show(bytes(FRAME));
    await until(() => expect(heard).toHaveLength(1));
    const [first] = await starts();
    process.kill(first?.pid ?? 0, 'SIGKILL');
    served.freshPage();
    await until(() => expect(served.connected).toBe(true));
    served.show(bytes({ ...FRAME, screenSeq: 9 }));
    await until(() => expect(heard).toHaveLength(2));
    expect(heard.at(-1)).toEqual({ shown: { ...FRAME, screenSeq: 9 } });
  });
});

it('a page that was lost is not connected until the next is there', async () => {
  const served = await serve('page-lost');
  const changes: boolean[] = [];
  served.onChange((connected) => changes.push(connected));
  await until(() => expect(changes).toContain(false));
  expect(served.connected).toBe(false);
});

it('passes on what the shell reports', async () => {
  await serve('report');
  await until(() => expect(reports).toEqual(['navigation-refused']));
});

it.each([
  ['garbage', 'message-refused'],
  ['oversized', 'message-oversized'],
])('%s from the shell ends it, and another is started', async (mode, code) => {
  const served = await serve(mode);
  await until(() => expect(reports).toContain(code));
  await script.setMode('good');
  await until(() => expect(served.connected).toBe(true));
  expect(reports).toContain('shell-ended');
});

it('a shell that refuses to start is said to, and tried again', async () => {
  const served = await serve('exit 64');
  await until(() => expect(reports).toContain('shell-refused-to-start'));
  await script.setMode('good');
  await until(() => expect(served.connected).toBe(true));
});

it('a frame beyond the limit, or with a line end in it, is not shown', async () => {
  const served = await serve();
  await until(() => expect(served.connected).toBe(true));
  served.show(Buffer.alloc(SNAPSHOT_LIMIT_BYTES + 1, 0x20));
  served.show(Buffer.from('{"v":1,\n"screen":{"name":"attract"}}'));
  served.show(bytes(FRAME));
  await until(() => expect(heard).toHaveLength(1));
  expect(reports).toEqual(['frame-oversized', 'frame-refused']);
});

it('a frame of the largest size arrives whole', async () => {
  const served = await serve();
  const filler = 'x'.repeat(SNAPSHOT_LIMIT_BYTES - bytes({ ...FRAME, filler: '' }).length);
  served.show(bytes({ ...FRAME, filler }));
  // What comes back is more than a touch may be: the shell is ended for that, which shows that all of it had arrived.
  await until(() => expect(reports).toContain('message-oversized'));
});

describe('no shell', () => {
  it('where there is no such program', async () => {
    const served = await serveElectronScreens({
      executable: '/nonexistent/electron',
      appDirectory: null,
      profileDirectory: profiles,
      report: () => {},
    });
    expect(served._unsafeUnwrapErr().kind).toBe('runtime-not-started');
    expect(await readdir(profiles)).toEqual([]);
  });
  it('where the profile cannot be written', async () => {
    const file = join(profiles, 'file');
    await writeFile(file, '');
    const served = await serveElectronScreens({
      executable: script.executable,
      appDirectory: null,
      profileDirectory: file,
      report: () => {},
    });
    expect(served._unsafeUnwrapErr().kind).toBe('profile-not-writable');
  });
});

it('the pauses between starts grow only while starts fail, and have a limit', () => {
  const pause = restartPause();
  expect([0, 0, 0, 60_000, 0].map((livedMs) => pause(livedMs))).toEqual([0, 500, 1_000, 0, 500]);
  for (let times = 0; times < 50; times += 1) expect(pause(0)).toBeLessThanOrEqual(10_000);
});

describe('the runtime', () => {
  it.each([
    [undefined, false, 'none'],
    ['', false, 'none'],
    ['/nonexistent', false, 'not-executable'],
    ['/bin/sh', true, 'administrator'],
    ['/bin/sh', false, 'found'],
  ])('%j, administrator %j: %s', (variable, isAdministrator, kind) => {
    expect(findElectronRuntime({ variable, isAdministrator }).kind).toBe(kind);
  });
});
