/**
 * Whether the Electron of this machine may show the screens: its fuses are those of a store, and the archive beside it is the one of
 * this package. A runtime that is not fit is not used, and the session shows the screens in chromium.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { checkFuses, type FuseFault } from '../../../kiosk/shell/electron/index.ts';

export type RuntimeFault =
  | FuseFault
  /** There is none: the ordinary case of a machine without Electron. */
  | { readonly kind: 'no-runtime' }
  | { readonly kind: 'runtime-unreadable'; readonly cause: unknown }
  /** The archive is missing, or another one: of an earlier version, or of somebody else. */
  | { readonly kind: 'archive-differs' };

/** Where Electron looks for its program, seen from its own file. */
export const archivePlace = (program: string): string => join(dirname(program), 'resources/app.asar');

/** @param shipped the archive of the package */
export async function fitRuntime(o: { program: string; shipped: string }): Promise<Result<void, RuntimeFault>> {
  if (!existsSync(o.program)) return err({ kind: 'no-runtime' });
  let program: Buffer;
  try {
    program = await readFile(o.program);
  } catch (cause) {
    return err({ kind: 'runtime-unreadable', cause });
  }
  const fuses = checkFuses(program);
  if (fuses.isErr()) return err(fuses.error);
  try {
    const [shipped, present] = [await readFile(o.shipped), await readFile(archivePlace(o.program))];
    return shipped.equals(present) ? ok() : err({ kind: 'archive-differs' });
  } catch {
    return err({ kind: 'archive-differs' });
  }
}

/** One line that says what somebody must mend. */
export function describeRuntimeFault(fault: RuntimeFault): string {
  switch (fault.kind) {
    case 'no-runtime':
      return 'there is no Electron; the screens are shown in chromium';
    case 'runtime-unreadable':
      return 'the Electron that is there cannot be read';
    case 'archive-differs':
      return 'the archive beside Electron is not that of this package: kofu-terminal-electron install';
    case 'no-fuses':
    case 'fuses-ambiguous':
    case 'fuses-of-another-version':
      return `what is there is no Electron that can be judged (${fault.kind})`;
    case 'fuses-wrong':
      return `the fuses of Electron are wrong: ${fault.wrong.join(', ')}`;
    default: {
      const never: never = fault;
      throw new Error(`unknown fault ${String(never)}`);
    }
  }
}
