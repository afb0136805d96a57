/** What the tour stands on: the invented country, one kiosk with its devices, its host as a process, and one real browser. */
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { buildScreens } from '../../kiosk/screens/index.ts';
import type { Devices } from '../environment/devices.ts';
import { writePrivate } from '../environment/private-files.ts';
import { superviseHost } from '../environment/supervised-host.ts';
import { buildWorld } from '../environment/world.ts';

const TERMINAL = 'KIOSK-TOUR';
/** Long enough for the screen to be seen. */
const SHEET_MS = 2_500;

export type Stand = { devices: Devices; browser: Browser; page: Page; stop(): Promise<void> };

/** Rejects when a part cannot be started; what had been started is ended then. */
export async function openStand(): Promise<Stand> {
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close().catch(() => {});
  };
  try {
    const world = await buildWorld({ directory: null, terminals: [TERMINAL] });
    closers.push(() => world.stop());
    const assetsDirectory = join(world.directory, 'screens');
    const built = await buildScreens(assetsDirectory);
    if (built.isErr())
      throw new Error(`The screens cannot be built: ${built.error.kind}`, { cause: built.error.cause });
    const kiosk = await world.addKiosk({ terminalId: TERMINAL, reader: 'virtual', sheetMs: SHEET_MS, assetsDirectory });
    const configurationFile = join(world.directory, 'host.configuration.json');
    await writePrivate(configurationFile, JSON.stringify(kiosk.configuration));
    const host = await superviseHost({ configurationFile, onRestarted: () => {}, onEnded: () => {} });
    closers.push(() => host.stop());
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--disable-gpu', '--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    });
    closers.push(() => browser.close());
    // The portrait display of the kiosk, in pictures of half its size.
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, deviceScaleFactor: 0.5 });
    await page.goto(host.startUrl);
    return { devices: kiosk.devices, browser, page, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}
