/** The launch door, from both sides: who gets an address, who is let go, and what the session refuses to open. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openLaunchDoor } from './service/launch-door.ts';
import { askForStartUrl } from './service/shell/ask-for-start-url.ts';

const directory = mkdtempSync(join(tmpdir(), 'kofu-door-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const URL_OF_A_HOST = 'http://127.0.0.1:43210/start?k=abc-DEF_123';

it('gives an address, and says by its end that the host has gone', async () => {
  const path = join(directory, 'gives');
  const door = await openLaunchDoor({ path, newStartUrl: async () => URL_OF_A_HOST });
  expect(statSync(path).mode & 0o777).toBe(0o660);
  const invitation = await askForStartUrl(path);
  expect(invitation?.startUrl).toBe(URL_OF_A_HOST);
  await door.close();
  await invitation?.over;
});

it('lets the one before go when another comes: an address is for one browser', async () => {
  const path = join(directory, 'two');
  const door = await openLaunchDoor({ path, newStartUrl: async () => URL_OF_A_HOST });
  const first = await askForStartUrl(path);
  const second = await askForStartUrl(path);
  await first?.over;
  expect(second?.startUrl).toBe(URL_OF_A_HOST);
  second?.leave();
  await door.close();
});

it('takes the place of a socket that a killed service left', async () => {
  const path = join(directory, 'left');
  writeFileSync(path, '');
  const door = await openLaunchDoor({ path, newStartUrl: async () => null });
  expect(await askForStartUrl(path)).toBeNull();
  await door.close();
});

it('is closed: no address where there is no door', async () => {
  expect(await askForStartUrl(join(directory, 'nowhere'))).toBeNull();
});

it.each([
  'http://203.0.113.1:80/start?k=abc',
  'https://127.0.0.1:43210/start?k=abc',
  'http://127.0.0.1:43210/other',
  'http://127.0.0.1:43210/start?k=a"><script>',
  'file:///etc/passwd',
  'x'.repeat(600),
])('refuses to open %s', async (said) => {
  const path = join(
    directory,
    `says-${Math.abs(said.length * 31 + said.charCodeAt(5))}-${said.slice(7, 12).replace(/\W/g, '')}`,
  );
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write(`${said}\n`);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  expect(await askForStartUrl(path)).toBeNull();
  await new Promise((resolve) => server.close(resolve));
});
