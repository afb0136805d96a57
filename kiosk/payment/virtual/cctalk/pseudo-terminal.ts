/** A pair of pseudo-terminals joined back to back (Debian's `socat`): a serial cable that needs no hardware. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from 'neverthrow';

export interface PseudoTerminalPair {
  /** The end for the host, and the one for the device. */
  readonly hostPath: string;
  readonly devicePath: string;
  /** Pulls the cable: ends the process that joins the two. */
  stop(): Promise<void>;
}

export type PseudoTerminalError = { readonly kind: 'no-socat' } | { readonly kind: 'not-ready' };

const READY_LIMIT_MS = 5_000;
const LOOK_EVERY_MS = 10;

/** Both paths are made by socat and go with it. */
export async function joinPseudoTerminals(o: {
  hostPath: string;
  devicePath: string;
}): Promise<Result<PseudoTerminalPair, PseudoTerminalError>> {
  const end = (path: string): string => `pty,rawer,echo=0,link=${path}`;
  const socat = spawn('socat', [end(o.hostPath), end(o.devicePath)], { stdio: 'ignore' });
  const failed = new Promise<'failed'>((resolve) => socat.once('error', () => resolve('failed')));
  const exited = once(socat, 'exit').catch(() => {});
  for (let waitedMs = 0; !(existsSync(o.hostPath) && existsSync(o.devicePath)); waitedMs += LOOK_EVERY_MS) {
    const outcome = await Promise.race([sleep(LOOK_EVERY_MS), failed]);
    if (outcome === 'failed') return err({ kind: 'no-socat' });
    if (waitedMs > READY_LIMIT_MS || socat.exitCode !== null) {
      socat.kill();
      return err({ kind: 'not-ready' });
    }
  }
  return ok({
    ...o,
    async stop() {
      if (socat.exitCode === null && socat.signalCode === null) socat.kill();
      await exited;
    },
  });
}
