/** The whole shell: refuse, forbid, then paint. Everything it needs is given, so that tests run it on a scripted Electron. */
import type { Duplex } from 'node:stream';
import type { DownLine } from '../pipe/down-line.ts';
import { SHELL_EXITS, type ShellCode } from '../pipe/shell-codes.ts';
import { recoveryLimit } from '../policy/recovery-limit.ts';
import type { ScreenFiles } from '../policy/screen-responses.ts';
import { AUDIENCES, BERTHS, partitionOf, windowOptions } from '../policy/window-options.ts';
import type { ElectronDoor, ShellSession } from './electron-door.ts';
import { guardAllContents } from './guard-contents.ts';
import { clearSession, guardSession, serveScreenFiles } from './guard-session.ts';
import { hostPipe } from './host-pipe.ts';
import { type KioskWindows, kioskWindows } from './kiosk-windows.ts';
import { prepareEngine, type Surroundings } from './prepare-engine.ts';
import { UP_CHANNEL } from './screen-window.ts';

export interface ShellSurroundings extends Surroundings {
  preloadFile: string;
  /** Throws when they are not all there. */
  readScreens: () => ScreenFiles;
  openPipe: () => Duplex;
  /** Milliseconds of a clock that only goes forward. */
  now: () => number;
}

/** Resolves when the shell listens to its host, or has asked to end. */
export async function runShell(electron: ElectronDoor, surroundings: ShellSurroundings): Promise<void> {
  const { app, screen } = electron;
  const refusal = prepareEngine(electron, surroundings);
  if (refusal !== null) return app.exit(refusal);
  let files: ScreenFiles;
  try {
    files = surroundings.readScreens();
  } catch {
    return app.exit(SHELL_EXITS.notBuilt);
  }
  const pipe = hostPipe(surroundings.openPipe());
  const report = (code: ShellCode): void => pipe.tell({ type: 'report', code });
  const giveUp = (): void => app.exit(SHELL_EXITS.tooManyCrashes);

  let makingWindow = false;
  guardAllContents(app, () => makingWindow, report);
  app.on('session-created', (session) => guardSession(session, report));
  // Without a listener, Electron ends when the last window goes; ours are replaced.
  app.on('window-all-closed', () => {});
  const engineMayFail = recoveryLimit(surroundings.now);
  app.on('child-process-gone', () => {
    report('engine-part-gone');
    if (!engineMayFail()) giveUp();
  });
  await app.whenReady();

  electron.Menu.setApplicationMenu(null);
  electron.powerSaveBlocker.start('prevent-display-sleep');
  const sessions = new Map<string, ShellSession>();
  for (const audience of AUDIENCES) {
    for (const berth of BERTHS) {
      const partition = partitionOf(audience, berth);
      const session = electron.session.fromPartition(partition, { cache: false });
      serveScreenFiles(session, files, report);
      sessions.set(partition, session);
    }
  }

  let windows: KioskWindows | null = null;
  const open = ({ page, displays }: Extract<DownLine, { type: 'open' }>): KioskWindows =>
    kioskWindows({
      page,
      displays,
      findDisplays: () => screen.getAllDisplays(),
      makeWindow(audience, berth, bounds, isShown) {
        makingWindow = true;
        try {
          return new electron.BrowserWindow(
            windowOptions({ audience, berth, isShown }, bounds, surroundings.preloadFile),
          );
        } finally {
          makingWindow = false;
        }
      },
      clear(audience, berth) {
        const session = sessions.get(partitionOf(audience, berth));
        if (session !== undefined) void clearSession(session);
      },
      mayRecover: recoveryLimit(surroundings.now),
      onHopeless: giveUp,
      tell: pipe.tell,
      report,
    });

  electron.ipcMain.on(UP_CHANNEL, ({ sender, senderFrame }, text) => windows?.heard(sender.id, senderFrame, text));
  screen.on('display-added', () => windows?.placeAgain());
  screen.on('display-removed', () => windows?.placeAgain());
  screen.on('display-metrics-changed', () => windows?.placeAgain());

  function obey(line: DownLine, json: string): void {
    switch (line.type) {
      case 'open':
        windows?.close();
        windows = open(line);
        return;
      case 'snapshot':
        windows?.show(line.snapshot.screen.name, json);
        return;
      case 'fresh-page':
        windows?.freshPage(line.page);
        return;
      default: {
        const never: never = line;
        throw new Error(`No such line: ${String(never)}`);
      }
    }
  }
  pipe.listen(obey, () => app.exit(SHELL_EXITS.hostGone));
}
