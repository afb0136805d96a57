/** Opens the screens a configuration names; both ways give the host the same link. */
import { err, type Result } from 'neverthrow';
import { type ScreenLink, type ServeFailure, serveScreens } from './chromium/index.ts';
import { findElectronRuntime, type LaunchElectronFailure, serveElectronScreens } from './electron/index.ts';
import type { ScreensConfiguration } from './screens-configuration.ts';

export type OpenScreensFailure =
  | ServeFailure
  | LaunchElectronFailure
  /** The program that is named cannot be run. */
  | { kind: 'runtime-not-executable'; cause?: never }
  /** The administrator has no sandbox: an Electron is not started by one. */
  | { kind: 'runtime-for-administrator'; cause?: never };

/** Resolves when a page may come; the link says when one is there. */
export async function openScreens(
  configuration: ScreensConfiguration,
  report: (code: string) => void,
): Promise<Result<ScreenLink, OpenScreensFailure>> {
  switch (configuration.kind) {
    case 'chromium': {
      const { assetsDirectory, port } = configuration;
      return await serveScreens({ assetsDirectory, host: '127.0.0.1', port, report });
    }
    case 'electron': {
      const { executable, appDirectory, profileDirectory, displays } = configuration;
      const runtime = findElectronRuntime({ variable: executable, isAdministrator: process.getuid?.() === 0 });
      if (runtime.kind === 'administrator') return err({ kind: 'runtime-for-administrator' });
      if (runtime.kind !== 'found') return err({ kind: 'runtime-not-executable' });
      const place = { executable, appDirectory, profileDirectory };
      return await serveElectronScreens({ ...place, ...(displays === undefined ? {} : { displays }), report });
    }
    default: {
      const never: never = configuration;
      throw new Error(`No such screens: ${JSON.stringify(never)}`);
    }
  }
}
