/**
 * A real Electron for the smoke test and the bench, where `KOFU_ELECTRON` names one: a virtual display, the built screens with a
 * witness beside them, and a program that gives up the rights of the administrator first, because there the sandbox is off.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { buildScreens } from '../../../screens/index.ts';
import type { ScreenLink } from '../../chromium/index.ts';
import { buildElectronShell } from '../building/index.ts';
import { WITHOUT_NETWORK } from '../host-side/launch-electron.ts';
import { serveElectronScreens } from '../index.ts';

/** Says which screen stands painted, hangs when told to by a number, and tries what a page must not be able to do. */
const WITNESS = `
  const html = document.documentElement;
  const say = (event) => window.kiosk.send({ type: 'event', event });
  const look = () => {
    const painted = Number(html.dataset.screenSeq);
    if (painted === 666) for (;;);
    requestAnimationFrame(() => requestAnimationFrame(() => say({ painted })));
    if (painted === 13) void attempts().then((found) => say(found));
  };
  new MutationObserver(look).observe(html, { attributes: true, attributeFilter: ['data-screen-seq'] });
  const refused = async (attempt) => { try { return !(await attempt()); } catch { return true; } };
  async function attempts() {
    return {
      noNode: typeof require === 'undefined' && typeof process === 'undefined',
      noWindow: window.open('https://example.com/') === null,
      noFetch: await refused(() => fetch('https://example.com/')),
      noMarkup: await refused(() => { document.createElement('p').innerHTML = '<b>'; return true; }),
      noEval: await refused(() => (0, eval)('1')),
      stays: (location.href = 'https://example.com/', location.protocol === 'kiosk:'),
      storesNothing: localStorage.length === 0 && document.cookie === '',
      names: Object.keys(window.kiosk).join(),
    };
  }
`;

const PaintedSchema = v.object({ painted: v.number() });

export interface RealShell {
  readonly link: ScreenLink;
  readonly reports: readonly string[];
  readonly profiles: string;
  /** The virtual display's name, for `DISPLAY`. */
  readonly display: string;
  /** Shows a frame under a number. */
  show(snapshot: object, screenSeq: number): void;
  /** Waits until the page has painted the screen of that number since `sinceMs`, and says when. */
  painted(screenSeq: number, sinceMs: number): Promise<number>;
  /** Waits for a touch that satisfies the schema. */
  event<const S extends v.GenericSchema>(schema: S): Promise<v.InferOutput<S>>;
  /** When the program was started. */
  readonly launchedMs: number;
  close(): Promise<void>;
}

const WAIT_LIMIT_MS = 60_000;

/**
 * @param executable opens the folder given as its first argument, as the official distribution does
 * @param witness a script that is put beside the screens' own, and sees and says what a page can
 */
export async function realShell(executable: string, witness: string = WITNESS): Promise<RealShell> {
  const directory = await mkdtemp(join(tmpdir(), 'kofu-real-shell-'));
  const closers: (() => Promise<unknown>)[] = [() => rm(directory, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    await chmod(directory, 0o755);
    const assets = join(directory, 'screens');
    (await buildScreens(assets))._unsafeUnwrap();
    const page = join(assets, 'index.html');
    await writeFile(
      page,
      (await readFile(page, 'utf8')).replace('</head>', '<script src="witness.js" defer></script></head>'),
    );
    await writeFile(join(assets, 'witness.js'), witness);
    (await buildElectronShell(join(directory, 'app'), assets))._unsafeUnwrap();
    const display = await virtualDisplay();
    closers.push(display.stop);
    const before = process.env['DISPLAY'];
    process.env['DISPLAY'] = display.name;
    closers.push(() => {
      if (before === undefined) delete process.env['DISPLAY'];
      else process.env['DISPLAY'] = before;
      return Promise.resolve();
    });
    const profiles = join(directory, 'profiles');

    const reports: string[] = [];
    const events: { atMs: number; event: unknown }[] = [];
    const launchedMs = performance.now();
    const served = await serveElectronScreens({
      executable: await unprivileged(executable, directory),
      appDirectory: join(directory, 'app'),
      profileDirectory: profiles,
      report: (code) => reports.push(code),
    });
    const link = served._unsafeUnwrap();
    closers.push(() => link.close());
    await chmod(profiles, 0o755);
    link.onEvent((event) => events.push({ atMs: performance.now(), event }));

    async function waitFor<T>(find: () => T | undefined): Promise<T> {
      const endMs = performance.now() + WAIT_LIMIT_MS;
      for (;;) {
        const found = find();
        if (found !== undefined) return found;
        if (performance.now() > endMs) throw new Error(`Nothing came; reported: ${reports.join()}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
    return {
      link,
      reports,
      profiles,
      display: display.name,
      show: (snapshot, screenSeq) => link.show(Buffer.from(JSON.stringify({ ...snapshot, screenSeq }))),
      painted: (screenSeq, sinceMs) =>
        waitFor(
          () =>
            events.find(
              ({ atMs, event }) => atMs >= sinceMs && v.is(PaintedSchema, event) && event.painted === screenSeq,
            )?.atMs,
        ),
      event: (schema) =>
        waitFor(() => events.map(({ event }) => v.safeParse(schema, event)).find(({ success }) => success)?.output),
      launchedMs,
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** The administrator's tests run the program as nobody; anybody else's run it as it is. */
async function unprivileged(executable: string, directory: string): Promise<string> {
  if (process.getuid?.() !== 0) return executable;
  const wrapper = join(directory, 'electron-as-nobody');
  const lines = [
    '#!/bin/sh',
    'chown 65534:65534 "$HOME"',
    `exec setpriv --reuid 65534 --regid 65534 --clear-groups ${WITHOUT_NETWORK.join(' ')} "${executable}" "$@"`,
  ];
  await writeFile(wrapper, `${lines.join('\n')}\n`, { mode: 0o755 });
  return wrapper;
}

async function virtualDisplay(): Promise<{ name: string; stop: () => Promise<void> }> {
  const server: ChildProcess = spawn(
    'Xvfb',
    ['-displayfd', '1', '-screen', '0', '1080x1920x24', '-ac', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const exited = once(server, 'exit');
  const output = server.stdout;
  if (output === null) throw new Error('The display has no output.');
  const [number] = await once(createInterface({ input: output }), 'line', { signal: AbortSignal.timeout(15_000) });
  return {
    name: `:${String(number)}`,
    async stop() {
      server.kill('SIGTERM');
      await exited;
    },
  };
}

/** Renderers below this process, by the kernel's list, the longest-lived first: a page that is shown is older than its spare. */
export function renderers(): Promise<number[]> {
  return engineProcesses('--type=renderer');
}
export async function engineProcesses(kind: string): Promise<number[]> {
  const parents = new Map<number, number>();
  const startedTicks = new Map<number, number>();
  const painting: number[] = [];
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const [status, line] = await Promise.all([read(`/proc/${name}/stat`), read(`/proc/${name}/cmdline`)]);
    // The fields after the name in brackets, from the third on (proc_pid_stat(5)).
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    parents.set(pid, Number(fields[1]));
    startedTicks.set(pid, Number(fields[19]));
    if (line.includes(kind)) painting.push(pid);
  }
  const isOurs = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === process.pid) return true;
    return false;
  };
  return painting.filter(isOurs).toSorted((a, b) => (startedTicks.get(a) ?? 0) - (startedTicks.get(b) ?? 0) || a - b);
}
/** Ends the page that is shown, as a fault of the engine would. */
export async function killShownRenderer(): Promise<void> {
  const [shown] = await renderers();
  if (shown === undefined) throw new Error('No page is there.');
  process.kill(shown, 'SIGKILL');
}
async function read(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch(() => '');
}

export function runtimeHere(): string | null {
  const named = process.env['KOFU_ELECTRON'];
  return named !== undefined && existsSync(named) && existsSync('/usr/bin/Xvfb') ? named : null;
}
