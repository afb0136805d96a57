/**
 * One host per state directory: a second one would open the same journal and the same coin box. The lock is a listening
 * socket in Linux's abstract namespace, named after the directory: the kernel takes it away with the process, so a crash leaves no
 * stale lock behind, and two starters cannot both have it.
 */
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { err, ok, type Result } from 'neverthrow';

export type LockError = { kind: 'already-running' } | { kind: 'state-directory-unusable'; cause: unknown };

/** Takes the lock, or says that somebody has it. The returned function gives it back. */
export async function takeSingleInstance(stateDirectory: string): Promise<Result<() => Promise<void>, LockError>> {
  let name: string;
  try {
    name = createHash('sha256')
      .update(await realpath(stateDirectory))
      .digest('hex');
  } catch (cause) {
    return err({ kind: 'state-directory-unusable', cause });
  }
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (cause: NodeJS.ErrnoException) => {
      resolve(
        err(cause.code === 'EADDRINUSE' ? { kind: 'already-running' } : { kind: 'state-directory-unusable', cause }),
      );
    });
    server.listen(`\0kofu-host-${name}`, () => resolve(ok(() => new Promise((done) => server.close(() => done())))));
  });
}
