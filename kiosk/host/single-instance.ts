/**
 * One host per state directory: a second one would open the same journal and the same coin box. The lock is a listening Unix
 * socket, which the kernel takes away with the process, so a crash leaves no stale lock behind.
 */
import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';

export type LockError = { kind: 'already-running' } | { kind: 'state-directory-unusable'; cause: unknown };

const ANSWER_LIMIT_MS = 1_000;

/** Takes the lock, or says who has it. The returned function gives it back. */
export async function takeSingleInstance(stateDirectory: string): Promise<Result<() => Promise<void>, LockError>> {
  const path = join(stateDirectory, 'host.lock');
  if (await answers(path)) return err({ kind: 'already-running' });
  try {
    await rm(path, { force: true });
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
    server.listen(path, () => resolve(ok(() => new Promise((done) => server.close(() => done())))));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(ANSWER_LIMIT_MS, () => finish(true));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
