/**
 * The host's side of the Electron shell: the same `ScreenLink` as the chromium shell's, over a pipe that only the two processes
 * have. A shell that ends is started again; the last frame is shown again by whatever page comes next.
 */
import { err, ok, type Result } from 'neverthrow';
import { SNAPSHOT_LIMIT_BYTES } from '../../../snapshot.ts';
import { lastFrame } from '../../chromium/last-frame.ts';
import type { ScreenLink } from '../../chromium/screen-link.ts';
import type { DisplayWishes } from '../pipe/down-line.ts';
import { SHELL_EXITS } from '../pipe/shell-codes.ts';
import type { UpLine } from '../pipe/up-line.ts';
import { SCREENS_PAGE } from '../policy/screen-responses.ts';
import {
  type ElectronProcess,
  type LaunchElectronFailure,
  type LaunchElectronOptions,
  launchElectron,
} from './launch-electron.ts';
import type { ElectronReportCode } from './report-codes.ts';
import { restartPause } from './restart-pause.ts';
import { type ShellPipe, shellPipe } from './shell-pipe.ts';

export interface ElectronScreensOptions extends LaunchElectronOptions {
  /** Any display for residents unless told; none for the operator, whose screens then use the residents'. */
  displays?: DisplayWishes;
  report: (code: ElectronReportCode) => void;
}

const LINE_FEED = 0x0a;
const END_OF_LINE = Buffer.of(LINE_FEED);
/** Ends that say the shell was started wrongly; starting it again helps only when somebody has mended that. */
const REFUSALS: readonly (number | null)[] = [
  SHELL_EXITS.refusedArgument,
  SHELL_EXITS.notBuilt,
  SHELL_EXITS.runsAsAdministrator,
];

/** Resolves when the first shell runs; `connected` turns true with its page. `startUrl` is nothing to open elsewhere. */
export async function serveElectronScreens(
  options: ElectronScreensOptions,
): Promise<Result<ScreenLink, LaunchElectronFailure>> {
  const { report, displays = { resident: {} } } = options;
  const frame = lastFrame();
  const eventListeners = new Set<(raw: unknown) => void>();
  const changeListeners = new Set<(connected: boolean) => void>();
  const pauseMs = restartPause();
  let page = 0;
  let connected = false;
  let closing = false;
  let shell: ElectronProcess | null = null;
  let pipe: ShellPipe | null = null;
  let restart: ReturnType<typeof setTimeout> | undefined;

  function setConnected(next: boolean): void {
    if (connected === next) return;
    connected = next;
    for (const listener of changeListeners) listener(next);
  }
  function listen<L>(listeners: Set<L>, listener: L): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
  function nextFrame(): Buffer | null {
    const message = frame.message();
    if (message === null) return null;
    const line = Buffer.alloc(message.length + END_OF_LINE.length);
    line.set(message);
    line.set(END_OF_LINE, message.length);
    message.fill(0);
    return line;
  }

  function hear(line: UpLine): void {
    if (line.type === 'report') {
      report(line.code);
      return;
    }
    // A page that has been thrown away may still have been sending; its touches mean nothing any more.
    if (line.page !== page) return;
    switch (line.type) {
      case 'ready':
        setConnected(true);
        pipe?.push();
        return;
      case 'page-lost':
        setConnected(false);
        return;
      case 'event':
        if (connected) for (const listener of eventListeners) listener(line.event);
        return;
      case 'heartbeat':
        return;
      default: {
        const never: never = line;
        throw new Error(`No such line: ${String(never)}`);
      }
    }
  }

  async function start(): Promise<Result<void, LaunchElectronFailure>> {
    const launched = await launchElectron(options);
    if (launched.isErr()) return err(launched.error);
    const running = launched.value;
    const startedMs = performance.now();
    shell = running;
    pipe = shellPipe({
      pipe: running.pipe,
      nextFrame,
      onLine: hear,
      onBroken(code) {
        report(code);
        running.kill();
      },
    });
    pipe.order({ type: 'open', page, displays });
    void running.exited.then((code) => onEnded(code, performance.now() - startedMs));
    // It was told to end while this one was on its way.
    if (closing) running.kill();
    return ok();
  }
  function onEnded(code: number | null, livedMs: number): void {
    pipe?.close();
    pipe = null;
    setConnected(false);
    if (closing) return;
    report(REFUSALS.includes(code) ? 'shell-refused-to-start' : 'shell-ended');
    startAgain(livedMs);
  }
  function startAgain(livedMs: number): void {
    restart = setTimeout(async () => {
      const started = await start();
      if (started.isErr() && !closing) {
        report('shell-refused-to-start');
        startAgain(0);
      }
    }, pauseMs(livedMs));
  }

  const started = await start();
  if (started.isErr()) return err(started.error);
  return ok({
    get connected() {
      return connected;
    },
    show(bytes) {
      if (bytes.length > SNAPSHOT_LIMIT_BYTES) return report('frame-oversized');
      // A line end would make two lines of one; JSON without white space has none.
      if (bytes.includes(LINE_FEED)) return report('frame-refused');
      frame.keep(bytes);
      if (connected) pipe?.push();
    },
    freshPage() {
      frame.wipe();
      page += 1;
      setConnected(false);
      pipe?.order({ type: 'fresh-page', page });
    },
    onEvent: (listener) => listen(eventListeners, listener),
    onChange: (listener) => listen(changeListeners, listener),
    restartShell: () => shell?.kill(),
    startUrl: SCREENS_PAGE,
    newStartUrl: () => SCREENS_PAGE,
    async close() {
      closing = true;
      clearTimeout(restart);
      frame.wipe();
      eventListeners.clear();
      pipe?.close();
      await shell?.stop();
    },
  });
}
