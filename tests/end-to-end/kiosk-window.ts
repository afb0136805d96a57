/**
 * The window the resident stands at, as the end-to-end tests open it: whichever shell it is, it gives a page to look at and
 * touch, and says where it writes. Chromium here; another shell is another `OpenKioskWindow`.
 */
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { launchChromium } from '../../kiosk/shell/chromium/index.ts';

export type KioskWindow = {
  readonly page: Page;
  /** Everything the shell writes lies below these folders. */
  readonly wrote: readonly string[];
  close(): Promise<void>;
};

/** `directory` is the shell's own; it need not be there yet. */
export type OpenKioskWindow = (o: { startUrl: string; directory: string }) => Promise<KioskWindow>;

const SIZE = { width: 1080, height: 1920 };
const START_LIMIT_MS = 30_000;

/**
 * Passes everything on and adds a port. The shell gives its browser a process group of its own, which outlives a test run that is
 * killed: hence a watch in that group, which ends it as soon as whoever started it is gone.
 */
const SEEN_BY_THE_TEST = `#!/bin/sh
(
  while kill -0 "$PPID" 2>/dev/null; do sleep 1; done
  kill -s KILL -- "-$$"
) &
exec /usr/bin/chromium --remote-debugging-port=0 "$@"
`;

/**
 * The Chromium shell as it is in service, by its own launcher and with all its switches. The one thing added is a port by which
 * the test sees the page.
 */
export const openChromiumShell: OpenKioskWindow = async ({ startUrl, directory }) => {
  await mkdir(directory, { recursive: true });
  const executable = join(directory, 'chromium-seen-by-the-test');
  await writeFile(executable, SEEN_BY_THE_TEST);
  await chmod(executable, 0o700);
  const profiles = join(directory, 'profiles');
  const launched = await launchChromium({
    startUrl,
    profileDirectory: profiles,
    headless: true,
    window: SIZE,
    executable,
  });
  if (launched.isErr()) throw new Error(`chromium cannot be started: ${launched.error.kind}`);
  const shell = launched.value;
  try {
    const browser = await connect(await portOf(profiles));
    const page = await firstPage(browser);
    await page.setViewportSize(SIZE);
    return {
      page,
      wrote: [profiles],
      async close() {
        await browser.close();
        await shell.stop();
      },
    };
  } catch (cause) {
    await shell.stop();
    throw cause;
  }
};

const connect = (port: string): Promise<Browser> =>
  chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: START_LIMIT_MS });

/** The port is written into the profile as soon as somebody listens on it. */
async function portOf(profiles: string): Promise<string> {
  const home = (await readdir(profiles))[0];
  if (home === undefined) throw new Error('The shell has no folder of its own.');
  const file = join(profiles, home, 'profile', 'DevToolsActivePort');
  return await within(async () => (await readFile(file, 'utf8').catch(() => '')).split('\n')[0] || undefined);
}

const firstPage = (browser: Browser): Promise<Page> =>
  within(() => Promise.resolve(browser.contexts().flatMap((context) => context.pages())[0]));

async function within<T>(look: () => Promise<T | undefined>): Promise<T> {
  const limit = Date.now() + START_LIMIT_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > limit) throw new Error('The window did not open in time.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
