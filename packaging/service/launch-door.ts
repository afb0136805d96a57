/**
 * Where the browser's session asks for a launch address: a Unix socket in a folder that only the terminal's user and the group of
 * the session can enter. The address holds a single-use key, so it is in no argument, no journal and no file. A connection stays open
 * as long as the host that gave the address lives: its end tells the session to start anew.
 */
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';

/** The user and the group of the folder may connect; the folder decides who gets as far as this. */
const DOOR_MODE = 0o660;

export type LaunchDoor = { close(): Promise<void> };

/** Listens at `path`; whoever connects gets one line with an address, and whoever was there before is let go. */
export async function openLaunchDoor(o: {
  path: string;
  newStartUrl: () => Promise<string | null>;
}): Promise<LaunchDoor> {
  let guest: Socket | null = null;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    guest?.destroy();
    guest = socket;
    void o.newStartUrl().then((url) => {
      if (url === null) socket.destroy();
      else socket.write(`${url}\n`);
    });
  });
  // What a killed process left; the folder is this service's own.
  await rm(o.path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(o.path, resolve);
  });
  await chmod(o.path, DOOR_MODE);
  return {
    close() {
      guest?.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
