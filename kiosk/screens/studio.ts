/// <reference types="node" />
/**
 * A browser on the built screens, reached exactly as in the kiosk (launch key, cookie, WebSocket), for tests, screenshots and
 * benches.
 */
import { once } from 'node:events';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type ScreenLink, serveScreens } from '../shell/chromium/index.ts';
import { type Snapshot, USUAL_OPTIONS } from '../snapshot.ts';
import type { GalleryEntry } from './gallery.ts';

export const SIZES = [
  { name: 'portrait', width: 1080, height: 1920 },
  { name: 'landscape', width: 1366, height: 768 },
] as const;
export type Size = (typeof SIZES)[number];

export const MODES = [
  { name: 'normal', options: USUAL_OPTIONS },
  { name: 'large', options: { ...USUAL_OPTIONS, largeText: true } },
  { name: 'contrast', options: { ...USUAL_OPTIONS, highContrast: true } },
  { name: 'low', options: { ...USUAL_OPTIONS, lowControls: true } },
  { name: 'large-low', options: { ...USUAL_OPTIONS, largeText: true, lowControls: true } },
  { name: 'guided', options: { ...USUAL_OPTIONS, spokenGuidance: true } },
] as const;
export type Mode = (typeof MODES)[number];

/** How long a screen may take to be painted. */
const PAINT_LIMIT_MS = 15_000;

export interface Studio {
  readonly page: Page;
  readonly link: ScreenLink;
  /** Shows a snapshot under a sequence number of its own and waits until it stands on the screen. */
  show(snapshot: Snapshot): Promise<void>;
  /** Shows an entry of the gallery, in another language or with other settings where they are given. */
  showEntry(entry: GalleryEntry, change?: Partial<Pick<Snapshot, 'language' | 'options'>>): Promise<void>;
  /**
   * Shows one snapshot after the other and lets `look` see each as soon as it stands there; one answer for each of them. Faster than
   * asking the page anew for every screen.
   *
   * @param look runs in the page, so it may use nothing from outside itself.
   * @param each is waited for while the screen still stands there.
   */
  survey<A, R>(
    snapshots: readonly Snapshot[],
    look: (argument: A) => R,
    argument: A,
    each?: (index: number) => Promise<void>,
  ): Promise<R[]>;
  /** What the shell has reported since the studio was opened. */
  readonly reports: readonly string[];
  close(): Promise<void>;
}

/** A browser as the studio uses it, with nothing in it. */
export async function launchBrowser(browserArguments: readonly string[] = []): Promise<Browser> {
  return await chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: ['--disable-gpu', '--disable-pinch', '--force-device-scale-factor=1', ...browserArguments],
    chromiumSandbox: process.getuid?.() !== 0,
  });
}

/**
 * @param assetsDirectory what `buildScreens` wrote.
 * @param browserArguments more for the command line of the browser.
 */
export async function openStudio(
  assetsDirectory: string,
  size: Pick<Size, 'width' | 'height'>,
  browserArguments: readonly string[] = [],
): Promise<Studio> {
  const reports: string[] = [];
  const served = await serveScreens({
    assetsDirectory,
    host: '127.0.0.1',
    port: 0,
    report: (code) => reports.push(code),
  });
  if (served.isErr()) throw new Error(served.error.kind, { cause: served.error.cause });
  const link = served.value;
  let browser: Browser | undefined;
  try {
    browser = await launchBrowser(browserArguments);
    // AxeBuilder opens pages of its own and needs a context made by hand for that.
    const context = await browser.newContext({ viewport: { width: size.width, height: size.height } });
    const page = await context.newPage();
    await page.goto(link.startUrl);
    await page.waitForURL('**/');
    await untilConnected(link);
    return studio(browser, page, link, reports);
  } catch (cause) {
    await browser?.close();
    await link.close();
    throw cause;
  }
}

function studio(browser: Browser, page: Page, link: ScreenLink, reports: readonly string[]): Studio {
  let sequence = 0;
  function send(snapshot: Snapshot): void {
    sequence += 1;
    link.show(Buffer.from(JSON.stringify({ ...snapshot, screenSeq: sequence })));
  }
  async function show(snapshot: Snapshot): Promise<void> {
    send(snapshot);
    await withLimit(page.evaluate(untilPainted(sequence)), `Screen ${sequence} was not painted.`);
  }
  return {
    page,
    link,
    reports,
    show,
    async survey<A, R>(
      snapshots: readonly Snapshot[],
      look: (argument: A) => R,
      argument: A,
      each: (index: number) => Promise<void> = noMore,
    ) {
      const answers: R[] = [];
      let answered = (): void => {};
      const binding = await page.exposeBinding('answered', (_, answer: R) => {
        answers.push(answer);
        answered();
      });
      try {
        await page.evaluate(beginSurvey(look.toString(), JSON.stringify(argument)));
        for (const [index, one] of snapshots.entries()) {
          const heard = new Promise<void>((resolve) => {
            answered = resolve;
          });
          send(one);
          await withLimit(heard, `Screen ${sequence} was not painted.`);
          await each(index);
        }
      } finally {
        await page.evaluate('window.endSurvey()');
        await binding.dispose();
      }
      return answers;
    },
    async showEntry({ snapshot, optionsOpen, aboutOpen }, change = {}) {
      await show({ ...snapshot, ...change });
      if (!optionsOpen) return;
      await page.evaluate(`document.querySelector('.controls-options button').click()`);
      await page.locator('.options').waitFor();
      if (!aboutOpen) return;
      await page.evaluate(`document.querySelector('.opens-about button').click()`);
      await page.locator('.about').waitFor();
    },
    async close() {
      await browser.close();
      await link.close();
    },
  };
}

/**
 * Resolves in the page when it has painted that screen with its fonts. In words, not as a function: this file is checked
 * without the browser's types. It is told by the page at once; looking every frame would take a large page many times longer.
 */
function untilPainted(sequence: number): string {
  return `new Promise((resolve) => {
    const look = () => {
      if (document.documentElement.dataset.screenSeq !== '${sequence}') return;
      observer.disconnect();
      resolve(document.fonts.ready.then(() => undefined));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.documentElement, { attributes: true });
    look();
  })`;
}

/** Looks at each screen as soon as it is painted with its fonts: those that are not there yet are waited for. */
function beginSurvey(look: string, argument: string): string {
  return `{
    const look = ${look};
    const tell = () => window.answered(look(${argument}));
    const observer = new MutationObserver(() => {
      // Laying out is what asks for the faces.
      document.body.getBoundingClientRect();
      if (document.fonts.status === 'loaded') tell();
      else document.fonts.ready.then(tell);
    });
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-screen-seq'] });
    window.endSurvey = () => observer.disconnect();
  }`;
}

async function noMore(): Promise<void> {}

async function withLimit<T>(work: Promise<T>, failure: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(failure)), PAINT_LIMIT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until a page is on the link; the caller's own limit ends it otherwise. */
export async function untilConnected(link: ScreenLink): Promise<void> {
  if (link.connected) return;
  const target = new EventTarget();
  const stop = link.onChange((connected) => connected && target.dispatchEvent(new Event('connected')));
  try {
    await once(target, 'connected', { signal: AbortSignal.timeout(15_000) });
  } finally {
    stop();
  }
}
