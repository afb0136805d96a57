/// <reference types="node" />
/**
 * How large the page is, how soon it paints, and how long a touch takes to the screen and back: button → WebSocket → host →
 * snapshot → schema check → Preact → paint. Run it alone: `node kiosk/screens/screens.bench.ts`.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { buildScreens } from './build.ts';
import { gallery } from './gallery.ts';
import { launchBrowser, openStudio, SIZES, type Studio } from './studio.ts';

export interface Measure {
  name: string;
  value: number;
  unit: 'bytes' | 'ms';
  /** The same with everything of ours left out: what the browser alone takes. */
  floor?: number;
}

const TOUCHES = 200;
const WARM_UP = 20;
/** How often the browser is started; the middle one counts. */
const BOOTS = 3;
const FRAME_PAINTED = 'new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)))';

export async function benchScreens(): Promise<Measure[]> {
  const built = await mkdtemp(join(tmpdir(), 'kofu-bench-'));
  try {
    const screens = await buildScreens(built);
    if (screens.isErr()) throw new Error(screens.error.kind, { cause: screens.error.cause });
    const sizes: Measure[] = [];
    for (const file of ['screens.js', 'screens.css']) {
      const bytes = await readFile(join(built, file));
      sizes.push({ name: `${file} raw`, value: bytes.length, unit: 'bytes' });
      sizes.push({ name: `${file} gzip`, value: gzipSync(bytes).length, unit: 'bytes' });
    }
    const boot = await bootToFirstScreen(built);
    const studio = await openStudio(built, SIZES[0]);
    try {
      return [...sizes, ...boot, ...(await firstPaint(studio)), ...(await touchToPaint(studio))];
    } finally {
      await studio.close();
    }
  } finally {
    await rm(built, { recursive: true, force: true });
  }
}

/** From the start of the browser to the frame that shows the first screen; beside it a browser with one word on its page. */
async function bootToFirstScreen(built: string): Promise<Measure[]> {
  const first = gallery[0]?.snapshot;
  if (first === undefined) throw new Error('The gallery has a first screen.');
  const boots: number[] = [];
  const floors: number[] = [];
  for (let start = 0; start < BOOTS; start += 1) {
    boots.push(
      await timed(async () => {
        const studio = await openStudio(built, SIZES[0]);
        await studio.show(first);
        await studio.page.evaluate(FRAME_PAINTED);
        return studio;
      }),
    );
    floors.push(
      await timed(async () => {
        const browser = await launchBrowser();
        const page = await browser.newPage({ viewport: { width: SIZES[0].width, height: SIZES[0].height } });
        await page.goto('data:text/html,word');
        await page.evaluate(FRAME_PAINTED);
        return browser;
      }),
    );
  }
  const middle = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(BOOTS / 2)] ?? Number.NaN;
  return [
    {
      name: 'boot to first screen (browser start to its frame)',
      value: middle(boots),
      unit: 'ms',
      floor: middle(floors),
    },
  ];
}

/** How long something takes to open; it is closed at once. */
async function timed(open: () => Promise<{ close(): Promise<void> }>): Promise<number> {
  const start = performance.now();
  const opened = await open();
  const time = performance.now() - start;
  await opened.close();
  return time;
}

/** From the navigation to the first contents on the screen. */
async function firstPaint({ page }: Studio): Promise<Measure[]> {
  const times = await inPage(page, 'firstContentsPainted()');
  const [value = Number.NaN] = times;
  return [{ name: 'first contents painted', value, unit: 'ms' }];
}

async function touchToPaint(studio: Studio): Promise<Measure[]> {
  const sample = gallery.find(({ id }) => id === 'pin');
  if (sample === undefined || sample.snapshot.screen.name !== 'pin') throw new Error('The gallery has a PIN screen.');
  const { snapshot } = sample;
  const screen = sample.snapshot.screen;
  await studio.show(snapshot);
  const screenSeq = Number(await studio.page.locator('html').getAttribute('data-screen-seq'));
  let digits = 0;
  const stop = studio.link.onEvent(() => {
    digits = digits === 4 ? 0 : digits + 1;
    studio.link.show(Buffer.from(JSON.stringify({ ...snapshot, screenSeq, screen: { ...screen, digits } })));
  });
  try {
    const count = TOUCHES + WARM_UP;
    const touches = percentiles(await inPage(studio.page, `touchesToPaint(${count})`));
    const changed = percentiles(await inPage(studio.page, `touchesToChange(${count})`));
    const floor = percentiles(await inPage(studio.page, `browserAlone(${count})`));
    return [
      { name: 'touch to paint p50', value: touches.p50, unit: 'ms', floor: floor.p50 },
      { name: 'touch to paint p99', value: touches.p99, unit: 'ms', floor: floor.p99 },
      { name: 'touch to changed page p50', value: changed.p50, unit: 'ms' },
    ];
  } finally {
    stop();
  }
}

/** Runs one of `bench-in-page.ts` in the page and returns the times it took, in milliseconds. */
async function inPage(page: Page, call: string): Promise<number[]> {
  const source = fileURLToPath(new URL('bench-in-page.ts', import.meta.url));
  const bundle = await build({
    entryPoints: [source],
    bundle: true,
    format: 'iife',
    globalName: 'bench',
    write: false,
  });
  return v.parse(v.array(v.number()), await page.evaluate(`${bundle.outputFiles[0]?.text}; bench.${call}`));
}

/** Of the times after the first ones, in which the engine still compiles. */
function percentiles(times: readonly number[]): { p50: number; p99: number } {
  const sorted = times.slice(WARM_UP).toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

if (import.meta.main) {
  for (const { name, value, unit, floor } of await benchScreens()) {
    const beside = floor === undefined ? '' : ` (browser alone ${floor.toFixed(1)})`;
    console.log(`${name}: ${unit === 'ms' ? value.toFixed(1) : value} ${unit}${beside}`);
  }
}
