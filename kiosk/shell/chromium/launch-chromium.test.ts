/** A real browser, from the launch key to the last file it leaves. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium, type ScreenLink, serveScreens } from './index.ts';

const PAGE_SCRIPT = `
  const socket = new WebSocket('ws://' + location.host + '/link');
  socket.addEventListener('open', () => socket.send('{"type":"event","event":{"path":"' + location.pathname + location.search + '"}}'));
  setInterval(() => socket.send('{"type":"heartbeat","screenSeq":0}'), 1000);
`;
const WINDOW = { width: 800, height: 600 };

let assets: string;
let profiles: string;
let link: ScreenLink;

beforeAll(async () => {
  assets = await mkdtemp(join(tmpdir(), 'kofu-assets-'));
  profiles = await mkdtemp(join(tmpdir(), 'kofu-profiles-'));
  await writeFile(join(assets, 'index.html'), '<!doctype html><title>page</title><script src="page.js"></script>');
  await writeFile(join(assets, 'page.js'), PAGE_SCRIPT);
  const options = { assetsDirectory: assets, host: '127.0.0.1', port: 0, report: () => {} } as const;
  link = (await serveScreens(options))._unsafeUnwrap();
});

afterAll(async () => {
  await link.close();
  await rm(assets, { recursive: true, force: true });
  await rm(profiles, { recursive: true, force: true });
});

it('opens the page by its key, keeps the key out of the arguments, and leaves nothing behind', async () => {
  const startUrl = link.newStartUrl();
  const heard = new Promise((resolve) => link.onEvent(resolve));
  const launched = await launchChromium({ startUrl, profileDirectory: profiles, headless: true, window: WINDOW });
  const browser = launched._unsafeUnwrap();
  try {
    expect(await heard).toEqual({ path: '/' });
    const key = new URL(startUrl).searchParams.get('k') ?? 'no key';
    expect(await readFile(`/proc/${browser.pid}/cmdline`, 'utf8')).not.toContain(key);
    const [home = ''] = await readdir(profiles);
    expect((await stat(join(profiles, home))).mode & 0o077).toBe(0);
    expect((await stat(join(profiles, home, 'boot.html'))).mode & 0o777).toBe(0o600);
  } finally {
    await browser.stop();
  }
  expect(await readdir(profiles)).toEqual([]);
  expect(() => process.kill(browser.pid, 0)).toThrow();
});

it('says that there is no browser', async () => {
  const launched = await launchChromium({
    startUrl: link.newStartUrl(),
    profileDirectory: profiles,
    executable: '/nonexistent/chromium',
    window: WINDOW,
  });
  expect(launched._unsafeUnwrapErr().kind).toBe('browser-not-started');
  expect(await readdir(profiles)).toEqual([]);
});

it('says that the profile cannot be written', async () => {
  const file = join(assets, 'index.html');
  const launched = await launchChromium({ startUrl: link.newStartUrl(), profileDirectory: file, window: WINDOW });
  expect(launched._unsafeUnwrapErr().kind).toBe('profile-not-writable');
});

it('tells the exit code of a browser that ends by itself', async () => {
  const launched = await launchChromium({
    startUrl: link.newStartUrl(),
    profileDirectory: profiles,
    executable: '/bin/false',
    window: WINDOW,
  });
  expect(await launched._unsafeUnwrap().exited).toBe(1);
  expect(await readdir(profiles)).toEqual([]);
});
