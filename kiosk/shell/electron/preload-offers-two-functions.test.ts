/** What a page gets of the preload, tried on the built file (electron-shell §7 item 20). */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildElectronShell } from './building/index.ts';
import { DOWN_CHANNEL, UP_CHANNEL } from './shell-side/screen-window.ts';

const SCRIPTED = `
  const calls = { exposed: [], sent: [], listeners: [] };
  exports.calls = calls;
  exports.contextBridge = { exposeInMainWorld: (name, api) => calls.exposed.push([name, api]) };
  exports.ipcRenderer = {
    send: (...args) => calls.sent.push(args),
    on: (channel, listener) => calls.listeners.push([channel, listener]),
  };
`;
const CallsSchema = v.object({
  calls: v.object({
    exposed: v.array(v.tuple([v.string(), v.record(v.string(), v.function())])),
    sent: v.array(v.array(v.unknown())),
    listeners: v.array(v.tuple([v.string(), v.function()])),
  }),
});

let directory: string;
/** What the preload has asked of Electron so far. */
let calls: () => v.InferOutput<typeof CallsSchema>['calls'];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-preload-'));
  await writeFile(join(directory, 'index.html'), '<!doctype html>');
  const app = join(directory, 'app');
  (await buildElectronShell(app, directory))._unsafeUnwrap();
  await writeFile(join(directory, 'electron.cjs'), SCRIPTED);
  const built = await readFile(join(app, 'preload.cjs'), 'utf8');
  await writeFile(join(directory, 'preload.cjs'), built.replace('require("electron")', 'require("./electron.cjs")'));
  const load = createRequire(import.meta.url);
  load(join(directory, 'preload.cjs'));
  calls = () => v.parse(CallsSchema, load(join(directory, 'electron.cjs'))).calls;
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it('one name with two functions', () => {
  expect(calls().exposed.map(([name, api]) => [name, Object.keys(api)])).toEqual([['kiosk', ['send', 'subscribe']]]);
});

it('a page that subscribes is said to be ready; a listener gets the message and no event of Electron; there is one', () => {
  const heard: unknown[][] = [];
  const subscribe = calls().exposed[0]?.[1]['subscribe'];
  subscribe?.((...args: unknown[]) => heard.push(args));
  subscribe?.(() => heard.push(['second']));
  expect(calls().sent).toEqual([[UP_CHANNEL, '{"type":"ready"}']]);
  for (const [channel, listener] of calls().listeners) {
    expect(channel).toBe(DOWN_CHANNEL);
    listener({ sender: 'an event object' }, '{"type":"snapshot","snapshot":{}}');
  }
  expect(heard).toEqual([[{ type: 'snapshot', snapshot: {} }]]);
});

it('what a page sends goes up as text', () => {
  calls().exposed[0]?.[1]['send']?.({ type: 'heartbeat', screenSeq: 3 });
  expect(calls().sent.at(-1)).toEqual([UP_CHANNEL, '{"type":"heartbeat","screenSeq":3}']);
});
