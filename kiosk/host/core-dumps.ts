/**
 * No core dumps: a dump of the visit process holds a whole person (invariant B). The limit is set for this process, inherited by
 * every child, and read back; where it cannot be set, the terminal does not start.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** True when no process of this terminal can write a core dump. */
export function forbidCoreDumps(): boolean {
  if (coreLimit() === 0) return true;
  spawnSync('prlimit', ['--pid', String(process.pid), '--core=0:0'], { stdio: 'ignore' });
  return coreLimit() === 0;
}

/** The hard limit in bytes; Infinity when there is none or it cannot be read. */
function coreLimit(): number {
  try {
    const line = readFileSync('/proc/self/limits', 'utf8')
      .split('\n')
      .find((text) => text.startsWith('Max core file size'));
    const hard = line?.trim().split(/\s{2,}/)[2];
    return hard === undefined || hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
