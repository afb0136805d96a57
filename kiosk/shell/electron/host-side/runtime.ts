/** Finds an Electron to run. None is installed with the project: the npm package has types and a downloader, and nothing downloads here. */
import { accessSync, constants } from 'node:fs';

export interface RuntimePlace {
  /** `KOFU_ELECTRON`: the program itself, not its folder. */
  variable: string | undefined;
  isAdministrator: boolean;
}

export type RuntimeFound =
  | { kind: 'found'; executable: string }
  /** Nobody has named one. */
  | { kind: 'none' }
  /** What is named cannot be run. */
  | { kind: 'not-executable' }
  /** The administrator has no sandbox, and without it there is no shell. */
  | { kind: 'administrator' };

export function findElectronRuntime(place: RuntimePlace): RuntimeFound {
  const { variable, isAdministrator } = place;
  if (variable === undefined || variable === '') return { kind: 'none' };
  if (isAdministrator) return { kind: 'administrator' };
  try {
    accessSync(variable, constants.X_OK);
    return { kind: 'found', executable: variable };
  } catch {
    return { kind: 'not-executable' };
  }
}
