/**
 * What closes the terminal until a person has looked, and therefore must outlive the host: a right-person failure (P2), and a
 * sheet that may lie in the machine (K5). On disk before anybody could be served again; unreadable means closed.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';

const HoldsSchema = v.strictObject({ rightPerson: v.boolean(), paper: v.boolean() });
export type Holds = v.InferOutput<typeof HoldsSchema>;

export type HoldStore = {
  get(): Holds;
  /** False when it could not be written: then it holds in memory all the same, and paper must not move. */
  set(change: Partial<Holds>): boolean;
};

export function openHolds(path: string): HoldStore {
  let holds = read(path);
  return {
    get: () => holds,
    set(change) {
      const next = { ...holds, ...change };
      if (next.rightPerson === holds.rightPerson && next.paper === holds.paper) return true;
      const written = write(path, next);
      // A hold that cannot be written down still holds; a release that cannot be written down does not release.
      holds = written ? next : { rightPerson: holds.rightPerson || next.rightPerson, paper: holds.paper || next.paper };
      return written;
    },
  };
}

function read(path: string): Holds {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const isNew = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    return { rightPerson: !isNew, paper: !isNew };
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), HoldsSchema), text);
  return parsed.success ? parsed.output : { rightPerson: true, paper: true };
}

function write(path: string, holds: Holds): boolean {
  try {
    const fd = openSync(`${path}.new`, 'w', 0o600);
    try {
      writeSync(fd, JSON.stringify(holds));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(`${path}.new`, path);
    const folder = openSync(dirname(path), 'r');
    fsyncSync(folder);
    closeSync(folder);
    return true;
  } catch {
    return false;
  }
}
