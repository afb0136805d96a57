/**
 * What kofu-shell.service runs, run for real on a virtual display: it finds the door, shows the screens in chromium, comes back when
 * the browser or the host has gone, and leaves nothing. Which Electron it would take instead, by a runtime's fuses and archive.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScreenLink, serveScreens } from '../kiosk/shell/chromium/index.ts';
import { type LaunchDoor, openLaunchDoor } from './service/launch-door.ts';

const SESSION = join(import.meta.dirname, 'service/shell/main.ts');
const CLI = join(import.meta.dirname, 'service/shell/electron-cli.ts');
const PAGE_LIMIT_MS = 60_000;
const RUN_LIMIT_MS = 180_000;
/** A page that says it is there, as the screens do over their link. */
const PAGE = '<!doctype html><script src="page.js" defer></script>';
const PAGE_SCRIPT = `
  const link = new WebSocket('ws://' + location.host + '/link');
  link.onopen = () => setInterval(() => link.send(JSON.stringify({ type: 'heartbeat', screenSeq: 0 })), 500);
`;
/** As a packer of fuses leaves them in a runtime that is fit for a store. */
const FIT_PROGRAM = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.of(1, 9),
  Buffer.from('000001001'),
]);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-session-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function virtualDisplay(): Promise<{ name: string; server: ChildProcess }> {
  const size = ['-screen', '0', '1080x1920x24'];
  const server = spawn('Xvfb', ['-displayfd', '1', ...size, '-ac', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [number] = await once(createInterface({ input: server.stdout }), 'line');
  return { name: `:${String(number)}`, server };
}

it(
  'shows the screens, again after a browser and after a host that have gone, and leaves nothing',
  async () => {
    const assetsDirectory = join(directory, 'assets');
    await mkdir(assetsDirectory);
    await writeFile(join(assetsDirectory, 'index.html'), PAGE);
    await writeFile(join(assetsDirectory, 'page.js'), PAGE_SCRIPT);
    const path = join(directory, 'door');
    const profiles = join(directory, 'profiles');
    let link: ScreenLink | undefined;
    let door: LaunchDoor | undefined;
    const openHost = async (): Promise<void> => {
      const served = await serveScreens({ assetsDirectory, host: '127.0.0.1', port: 0, report: () => {} });
      link = served._unsafeUnwrap();
      door = await openLaunchDoor({ path, newStartUrl: async () => link?.newStartUrl() ?? null });
    };
    const page = () => expect.poll(() => link?.connected, { timeout: PAGE_LIMIT_MS }).toBe(true);
    await openHost();
    const { name, server } = await virtualDisplay();
    const places = ['--door', path, '--profiles', profiles, '--electron', join(directory, 'none')];
    const session = spawn(process.execPath, ['--no-warnings', SESSION, ...places], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, DISPLAY: name },
    });
    const ended = once(session, 'exit');
    let said = '';
    session.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    try {
      await page();
      expect(said).toContain('there is no Electron');

      const before = await browsersBelow(session.pid);
      expect(before.length).toBeGreaterThan(0);
      for (const pid of before) process.kill(pid, 'SIGKILL');
      await expect.poll(() => link?.connected, { timeout: PAGE_LIMIT_MS }).toBe(false);
      await page();

      await door?.close();
      await link?.close();
      await openHost();
      await page();

      session.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
      expect(await readdir(profiles)).toEqual([]);
    } finally {
      session.kill('SIGKILL');
      await ended;
      await door?.close();
      await link?.close();
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
  },
  RUN_LIMIT_MS,
);

/** Processes that the session has started itself. */
async function browsersBelow(parent: number | undefined): Promise<number[]> {
  const text = await readFile(`/proc/${String(parent)}/task/${String(parent)}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

describe('an Electron', () => {
  async function runtime(name: string, program: Uint8Array): Promise<{ program: string; archive: string }> {
    const folder = join(directory, name);
    await mkdir(folder);
    await writeFile(join(folder, 'electron'), program, { mode: 0o755 });
    await writeFile(join(folder, 'shipped.asar'), 'the archive of the package');
    return { program: join(folder, 'electron'), archive: join(folder, 'shipped.asar') };
  }
  const run = (command: string, { program, archive }: { program: string; archive: string }) =>
    spawnSync(process.execPath, ['--no-warnings', CLI, command, '--runtime', program, '--archive', archive], {
      encoding: 'utf8',
    });

  it('is fit once the archive of the package stands beside it, and no longer when that is another', async () => {
    const fit = await runtime('fit', FIT_PROGRAM);
    expect(run('check', fit)).toMatchObject({ status: 78, stderr: expect.stringContaining('install') });
    expect(run('install', fit).status).toBe(0);
    expect(run('check', fit).status).toBe(0);
    await writeFile(join(directory, 'fit/resources/app.asar'), 'somebody else');
    expect(run('check', fit).status).toBe(78);
  });

  it('with one fuse as it is distributed is refused, and gets no archive', async () => {
    const wrong = await runtime('wrong', Buffer.concat([FIT_PROGRAM.subarray(0, -9), Buffer.from('100001001')]));
    const refused = run('install', wrong);
    expect(refused).toMatchObject({ status: 78, stderr: expect.stringContaining('RunAsNode') });
    expect(await readdir(join(directory, 'wrong'))).not.toContain('resources');
  });

  it('that is none is said to be none', () => {
    const nowhere = { program: join(directory, 'nowhere'), archive: join(directory, 'nowhere.asar') };
    expect(run('check', nowhere)).toMatchObject({ status: 78, stderr: expect.stringContaining('no Electron') });
    expect(run('explain', nowhere).status).toBe(64);
  });
});
