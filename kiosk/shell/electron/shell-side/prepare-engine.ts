/** What must be settled before the engine is ready (electron-shell §3, §7): refusals first, then what is forbidden for good. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SHELL_EXITS, type ShellExit } from '../pipe/shell-codes.ts';
import { ENGINE_SWITCHES } from '../policy/engine-switches.ts';
import { refusesArguments } from '../policy/refused-arguments.ts';
import { SCREENS_SCHEME } from '../policy/screen-responses.ts';
import type { ElectronDoor } from './electron-door.ts';

/** Every path the engine would otherwise choose itself; below the home folder, which is a tmpfs and goes with the shell. */
const ENGINE_PATHS = ['userData', 'sessionData', 'temp', 'crashDumps', 'logs'] as const;

export interface Surroundings {
  /** `process.argv` without the program. */
  args: readonly string[];
  isAdministrator: boolean;
  home: string;
}

/** The code to end with at once, or `null` when the engine may start. */
export function prepareEngine({ app, protocol }: ElectronDoor, surroundings: Surroundings): ShellExit | null {
  const { args, isAdministrator, home } = surroundings;
  if (refusesArguments(args, (name) => app.commandLine.hasSwitch(name))) return SHELL_EXITS.refusedArgument;
  if (isAdministrator) return SHELL_EXITS.runsAsAdministrator;
  protocol.registerSchemesAsPrivileged([
    { scheme: SCREENS_SCHEME, privileges: { standard: true, secure: true, stream: true } },
  ]);
  app.enableSandbox();
  // No animation here needs a graphics processor; without one a whole class of crashes and a cache on disk are gone.
  app.disableHardwareAcceleration();
  for (const name of ENGINE_PATHS) {
    const path = join(home, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    app.setPath(name, path);
  }
  for (const [name, value] of ENGINE_SWITCHES) app.commandLine.appendSwitch(name, value);
  return app.requestSingleInstanceLock() ? null : SHELL_EXITS.alreadyRunning;
}
