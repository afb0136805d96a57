/** A host that serves the chromium way, shown on a shell of this kind by a launcher between the two. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ScreenLink, serveScreens } from '../chromium/index.ts';
import { type RelayedShell, relayHostToElectron } from './index.ts';
import { type ScriptedShell, scriptedShell } from './testing/scripted-shell.ts';

const frame = (screenSeq: number): object => ({ v: 1, screenSeq, screen: { name: 'attract' } });
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 15_000, interval: 10 });

let directory: string;
let script: ScriptedShell;
let host: ScreenLink;
let relay: RelayedShell | undefined;
let heard: unknown[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-relay-'));
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>page</title>');
  script = await scriptedShell('good');
  host = (
    await serveScreens({ assetsDirectory: directory, host: '127.0.0.1', port: 0, report: () => {} })
  )._unsafeUnwrap();
  heard = [];
  host.onEvent((raw) => heard.push(raw));
});
afterEach(async () => {
  await relay?.stop();
  relay = undefined;
  await host.close();
  await script.remove();
  await rm(directory, { recursive: true, force: true });
});

const show = (screenSeq: number): void => host.show(Buffer.from(JSON.stringify(frame(screenSeq))));
async function start(startUrl = host.startUrl) {
  const started = await relayHostToElectron({
    startUrl,
    executable: script.executable,
    appDirectory: null,
    profileDirectory: join(directory, 'profiles'),
    report: () => {},
  });
  if (started.isOk()) relay = started.value;
  return started;
}

it('frames go down and touches up', async () => {
  show(1);
  await start();
  await until(() => expect(heard).toEqual([{ shown: frame(1) }]));
  expect(host.connected).toBe(true);
});

it('the end of a visit reaches the shell, and the next frame the page after it', async () => {
  await script.setMode('late');
  await start();
  show(1);
  await until(() => expect(heard).toHaveLength(1));
  host.freshPage();
  await until(() => expect(host.connected).toBe(true));
  show(2);
  await until(() => expect(heard).toEqual([{ shown: frame(1) }, { shown: frame(2) }]));
});

it('a launch address that is used up starts nothing', async () => {
  await fetch(host.startUrl);
  expect((await start())._unsafeUnwrapErr().kind).toBe('host-refused');
});

it('a program that is not there is said', async () => {
  await script.remove();
  expect((await start())._unsafeUnwrapErr().kind).toBe('runtime-not-started');
});

it('when it stops, the host is free for another and nothing is left', async () => {
  await start();
  await until(() => expect(host.connected).toBe(true));
  await relay?.stop();
  await until(() => expect(host.connected).toBe(false));
  expect(await readdir(join(directory, 'profiles'))).toEqual([]);
});
