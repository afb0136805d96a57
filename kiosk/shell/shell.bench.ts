/**
 * How long each shell takes to its first screen, and until the last frame stands again after its renderer was killed. Electron is
 * measured only where `KOFU_ELECTRON` names a runtime. Run it alone: `node kiosk/shell/shell.bench.ts`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gallery } from '../screens/gallery.ts';
import { buildScreens } from '../screens/index.ts';
import { type ChromiumProcess, launchChromium, type ScreenLink, serveScreens } from './chromium/index.ts';
import { killShownRenderer, realShell, renderers, runtimeHere } from './electron/testing/real-runtime.ts';

export interface Measure {
  name: string;
  value: number;
  unit: 'ms';
}

/** Each shell is started anew, because it allows itself so many crashes in a minute and no more. */
const STARTS = 4;
const REPLAYS = 3;
/** Somebody is looking at a screen before it fails: longer than a shell takes to make its spare window ready. */
const LOOKED_AT_MS = 4_000;
const WAIT_LIMIT_MS = 60_000;
const FRAME = gallery.find(({ id }) => id === 'menu')?.snapshot ?? {};

export async function benchShell(): Promise<Measure[]> {
  const runtime = runtimeHere();
  return [...(await benchChromium()), ...(runtime === null ? [] : await benchElectron(runtime))];
}

/** Painted: two animation frames after the page has changed, said by the page itself. */
async function benchElectron(runtime: string): Promise<Measure[]> {
  const bootsMs: number[] = [];
  const replaysMs: number[] = [];
  const freshMs: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const shell = await realShell(runtime);
    try {
      let screenSeq = 1;
      shell.show(FRAME, screenSeq);
      bootsMs.push((await shell.painted(screenSeq, 0)) - shell.launchedMs);
      for (let replay = 0; replay < REPLAYS; replay += 1) {
        await pause(LOOKED_AT_MS);
        const killedMs = performance.now();
        await killShownRenderer();
        replaysMs.push((await shell.painted(screenSeq, killedMs)) - killedMs);
      }
      for (let visit = 0; visit < REPLAYS; visit += 1) {
        await pause(LOOKED_AT_MS);
        const endedMs = performance.now();
        screenSeq += 1;
        shell.link.freshPage();
        shell.show(FRAME, screenSeq);
        freshMs.push((await shell.painted(screenSeq, endedMs)) - endedMs);
      }
    } finally {
      await shell.close();
    }
  }
  return [
    ...measures('electron: start to first screen painted', bootsMs),
    ...measures('electron: renderer killed to last frame painted', replaysMs),
    ...measures('electron: visit over to next screen painted on a new page', freshMs),
  ];
}

/** The page of a plain browser says no more than that it is there; the frame is on its way to it then. A crash costs a new browser. */
async function benchChromium(): Promise<Measure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'kofu-shell-bench-'));
  const closers: (() => Promise<unknown>)[] = [() => rm(directory, { recursive: true, force: true })];
  try {
    const assetsDirectory = join(directory, 'screens');
    (await buildScreens(assetsDirectory))._unsafeUnwrap();
    const link = (
      await serveScreens({ assetsDirectory, host: '127.0.0.1', port: 0, report: () => {} })
    )._unsafeUnwrap();
    closers.push(() => link.close());
    link.show(Buffer.from(JSON.stringify({ ...FRAME, screenSeq: 1 })));
    const bootsMs: number[] = [];
    const launch = async (startUrl: string): Promise<ChromiumProcess> => {
      const window = { width: 1080, height: 1920 };
      const startedMs = performance.now();
      const launched = await launchChromium({ startUrl, profileDirectory: directory, headless: true, window });
      const browser = launched._unsafeUnwrap();
      await connection(link, true);
      bootsMs.push(performance.now() - startedMs);
      return browser;
    };
    let browser = await launch(link.startUrl);
    closers.push(() => browser.stop());
    const replaysMs: number[] = [];
    for (let replay = 0; replay < STARTS * REPLAYS; replay += 1) {
      const killedMs = performance.now();
      for (const pid of await renderers()) process.kill(pid, 'SIGKILL');
      await connection(link, false);
      const ended = browser.stop();
      browser = await launch(link.newStartUrl());
      replaysMs.push(performance.now() - killedMs);
      await ended;
    }
    return [
      ...measures('chromium: start to first screen connected', bootsMs),
      ...measures('chromium: renderer killed to last frame connected', replaysMs),
    ];
  } finally {
    for (const closer of closers.reverse()) await closer();
  }
}

/** Median and worst of what was measured. */
function measures(name: string, valuesMs: readonly number[]): Measure[] {
  const sorted = valuesMs.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return [
    { name: `${name}, median of ${sorted.length}`, value: at(sorted.length >> 1), unit: 'ms' },
    { name: `${name}, worst of ${sorted.length}`, value: at(sorted.length - 1), unit: 'ms' },
  ];
}

function connection(link: ScreenLink, wanted: boolean): Promise<void> {
  if (link.connected === wanted) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('The page neither came nor went.')), WAIT_LIMIT_MS);
    const stop = link.onChange((connected) => {
      if (connected !== wanted) return;
      clearTimeout(late);
      stop();
      resolve();
    });
  });
}

if (import.meta.main) {
  for (const { name, value, unit } of await benchShell()) console.log(`${name}: ${value.toFixed(0)} ${unit}`);
  if (runtimeHere() === null) console.log('electron: skipped, no runtime (KOFU_ELECTRON)');
}
