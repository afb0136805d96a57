/**
 * How long each shell takes to its first screen, and until the last frame stands again after its renderer was killed. Electron is
 * measured only where `KOFU_ELECTRON` names a runtime. Run it alone: `node kiosk/shell/shell.bench.ts`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildScreens } from '../screens/index.ts';
import { type ChromiumProcess, launchChromium, type ScreenLink, serveScreens } from './chromium/index.ts';
import { realShell, renderers, runtimeHere } from './electron/testing/real-runtime.ts';

export interface Measure {
  name: string;
  value: number;
  unit: 'ms';
}

/** As many as a shell allows itself in a minute. */
const REPLAYS = 3;
const WAIT_LIMIT_MS = 60_000;
const FRAME = {
  v: 1,
  language: 'ja',
  options: { largeText: false, highContrast: false, slowPace: false, lowControls: false, spokenGuidance: false },
  voice: { volumePercent: 0, stopped: false },
  idleWarningSeconds: null,
  allows: { back: false, cancel: false, help: false },
  help: false,
  screen: { name: 'menu', priceYen: 120, means: ['coins'], hours: { from: '06:30', to: '23:00' } },
};

export async function benchShell(): Promise<Measure[]> {
  const runtime = runtimeHere();
  return [...(await benchChromium()), ...(runtime === null ? [] : await benchElectron(runtime))];
}

/** Painted: two animation frames after the page has changed, said by the page itself. */
async function benchElectron(runtime: string): Promise<Measure[]> {
  const startedMs = performance.now();
  const shell = await realShell(runtime);
  try {
    shell.show(FRAME, 1);
    const bootMs = (await shell.painted(1, 0)) - shell.launchedMs;
    const replaysMs: number[] = [];
    for (let screenSeq = 2; screenSeq < 2 + REPLAYS; screenSeq += 1) {
      shell.show(FRAME, screenSeq);
      await shell.painted(screenSeq, startedMs);
      const killedMs = performance.now();
      for (const pid of await renderers()) process.kill(pid, 'SIGKILL');
      replaysMs.push((await shell.painted(screenSeq, killedMs)) - killedMs);
    }
    return measures('electron', bootMs, replaysMs, 'painted');
  } finally {
    await shell.close();
  }
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
    const launch = async (startUrl: string): Promise<ChromiumProcess> => {
      const window = { width: 1080, height: 1920 };
      const launched = await launchChromium({ startUrl, profileDirectory: directory, headless: true, window });
      const browser = launched._unsafeUnwrap();
      await connection(link, true);
      return browser;
    };
    const startedMs = performance.now();
    let browser = await launch(link.startUrl);
    closers.push(() => browser.stop());
    const bootMs = performance.now() - startedMs;
    const replaysMs: number[] = [];
    for (let replay = 0; replay < REPLAYS; replay += 1) {
      const killedMs = performance.now();
      for (const pid of await renderers()) process.kill(pid, 'SIGKILL');
      await connection(link, false);
      const ended = browser.stop();
      browser = await launch(link.newStartUrl());
      replaysMs.push(performance.now() - killedMs);
      await ended;
    }
    return measures('chromium', bootMs, replaysMs, 'connected');
  } finally {
    for (const closer of closers.reverse()) await closer();
  }
}

function measures(shell: string, bootMs: number, replaysMs: readonly number[], until: string): Measure[] {
  const sorted = replaysMs.toSorted((a, b) => a - b);
  return [
    { name: `${shell}: start to first screen ${until}`, value: bootMs, unit: 'ms' },
    {
      name: `${shell}: renderer killed to last frame ${until}, median`,
      value: sorted[sorted.length >> 1] ?? Number.NaN,
      unit: 'ms',
    },
    { name: `${shell}: renderer killed to last frame ${until}, worst`, value: sorted.at(-1) ?? Number.NaN, unit: 'ms' },
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
