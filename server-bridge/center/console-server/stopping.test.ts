import { readFile } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import { expect, test } from 'vitest';
import { startConsoleWorld } from './testing/signed-in.ts';

test('a center stops while browsers keep their connections, of either protocol', async () => {
  const world = await startConsoleWorld();
  const authority = await readFile(world.world.trust.lineCaFile);
  const session = connectHttp2(world.origin, { ca: authority });
  const stream = session.request({ ':path': '/' });
  await new Promise((resolve) => stream.resume().once('close', resolve));
  const socket = connectTls({ host: '127.0.0.1', port: world.consolePort, ca: authority, servername: 'localhost' });
  socket.on('error', () => undefined);
  socket.write(`GET / HTTP/1.1\r\nhost: 127.0.0.1:${world.consolePort}\r\n\r\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  const ended = Promise.all([
    new Promise((resolve) => session.once('close', resolve)),
    new Promise((resolve) => socket.resume().once('close', resolve)),
  ]);
  await world.close();
  await ended;
  expect(socket.destroyed).toBe(true);
}, 120_000);
