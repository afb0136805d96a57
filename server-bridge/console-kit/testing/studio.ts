/** A browser on a console's page, for tests and pictures. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

export const SIZES = [
  { name: '1280', width: 1_280, height: 800 },
  { name: '1920', width: 1_920, height: 1_080 },
] as const;

export type Studio = {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page has complained of since the start: violated policies, uncaught errors. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
};

/** @param o `dark`: as a browser that prefers dark colours; `certificate`: shown to the listener at `origin` */
export async function openStudio(
  o: {
    readonly width?: number;
    readonly height?: number;
    readonly dark?: boolean;
    readonly certificate?: { readonly origin: string; readonly certPath: string; readonly keyPath: string };
  } = {},
): Promise<Studio> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: ['--disable-gpu', '--force-device-scale-factor=1'],
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const context = await browser.newContext({
    viewport: { width: o.width ?? 1_280, height: o.height ?? 800 },
    colorScheme: o.dark === true ? 'dark' : 'light',
    // The certificate is of the development trust, which no browser knows.
    ignoreHTTPSErrors: true,
    ...(o.certificate === undefined ? {} : { clientCertificates: [o.certificate] }),
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refused request is an answer that the page shows, not a fault of the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  return { browser, context, page, complaints, close: () => browser.close() };
}

/** Goes to a page of the desk and waits until its heading stands there. */
export async function goTo(page: Page, origin: string, hash: string): Promise<void> {
  const current = new URL(page.url(), origin);
  if (current.origin === origin) {
    // In words: this file is also checked where there is no browser.
    await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  } else await page.goto(`${origin}/${hash}`);
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
}
