/// <reference types="node" />
/**
 * How large the page is, how soon it paints, and how long a touch takes to the screen and back: button → WebSocket → host →
 * snapshot → schema check → Preact → paint. Run it alone: `node kiosk/screens/screens.bench.ts`.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildScreens } from './build.ts';
import { gallery } from './gallery.ts';
import { openStudio, SIZES, type Studio } from './studio.ts';

export interface Measure {
  name: string;
  value: number;
  unit: 'bytes' | 'ms';
  /** The same with everything of ours left out: what the browser alone takes. */
  floor?: number;
}

const TOUCHES = 200;
const WARM_UP = 20;

export async function benchScreens(): Promise<Measure[]> {
  const built = await mkdtemp(join(tmpdir(), 'kofu-bench-'));
  try {
    const build = await buildScreens(built);
    if (build.isErr()) throw new Error(build.error.kind, { cause: build.error.cause });
    const sizes: Measure[] = [];
    for (const file of ['screens.js', 'screens.css']) {
      const bytes = await readFile(join(built, file));
      sizes.push({ name: `${file} raw`, value: bytes.length, unit: 'bytes' });
      sizes.push({ name: `${file} gzip`, value: gzipSync(bytes).length, unit: 'bytes' });
    }
    const studio = await openStudio(built, SIZES[0]);
    try {
      return [...sizes, ...(await firstPaint(studio)), ...(await touchToPaint(studio))];
    } finally {
      await studio.close();
    }
  } finally {
    await rm(built, { recursive: true, force: true });
  }
}

/** From the navigation to the first contents on the screen. */
async function firstPaint({ page }: Studio): Promise<Measure[]> {
  const value = await page.evaluate(async () => {
    const entries = () => performance.getEntriesByName('first-contentful-paint');
    while (entries().length === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
    return entries()[0]?.startTime ?? Number.NaN;
  });
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
    const times = await studio.page.evaluate(measureTouches, TOUCHES + WARM_UP);
    const touches = percentiles(times.touches.slice(WARM_UP));
    const floor = percentiles(times.floor.slice(WARM_UP));
    return [
      { name: 'touch to paint p50', value: touches.p50, unit: 'ms', floor: floor.p50 },
      { name: 'touch to paint p99', value: touches.p99, unit: 'ms', floor: floor.p99 },
      { name: 'touch to changed page p50', value: percentiles(times.changed.slice(WARM_UP)).p50, unit: 'ms' },
    ];
  } finally {
    stop();
  }
}

/** Runs in the page. Times in milliseconds: with the host in between, up to the change of the page, and without the host. */
async function measureTouches(count: number): Promise<{ touches: number[]; changed: number[]; floor: number[] }> {
  const key = document.querySelector<HTMLElement>('.pad button');
  const boxes = document.querySelector('.pin-boxes');
  if (key === null || boxes === null) throw new Error('The PIN screen has a pad.');
  const changed = () =>
    new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        resolve();
      });
      observer.observe(boxes, { subtree: true, childList: true, attributes: true, characterData: true });
    });
  /** The frame with the change has been handed over when the task after it runs. */
  const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  const result = { touches: [] as number[], changed: [] as number[], floor: [] as number[] };
  for (let index = 0; index < count; index += 1) {
    await painted();
    const start = performance.now();
    const change = changed();
    key.click();
    await change;
    result.changed.push(performance.now() - start);
    await painted();
    result.touches.push(performance.now() - start);
  }
  for (let index = 0; index < count; index += 1) {
    await painted();
    const start = performance.now();
    boxes.classList.toggle('measured');
    await painted();
    result.floor.push(performance.now() - start);
  }
  return result;
}

function percentiles(times: readonly number[]): { p50: number; p99: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

if (import.meta.main) {
  for (const { name, value, unit, floor } of await benchScreens()) {
    const beside = floor === undefined ? '' : ` (browser alone ${floor.toFixed(1)})`;
    console.log(`${name}: ${unit === 'ms' ? value.toFixed(1) : value} ${unit}${beside}`);
  }
}
