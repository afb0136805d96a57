/**
 * The process that keeps a private pcscd: started by `rig-service.ts`, inside the rig's namespaces where there are any.
 * Takes `start` and `stop` on standard input, says `ready` and `stopped`, and ends everything when the input ends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream';
import * as v from 'valibot';

const ArgumentsSchema = v.strictTuple([
  v.pipe(v.string(), v.startsWith('/')),
  v.picklist(['namespaces', 'socket-activation']),
  v.pipe(v.string(), v.regex(/^[0-9]+$/), v.transform(Number)),
]);

const [directory, route, port] = v.parse(ArgumentsSchema, process.argv.slice(2));
const socketPath = join(directory, 'ipc', 'pcscd.comm');
let service: ChildProcess | undefined;

/** The service ends with us even when we are killed: the kernel sends it a signal then. */
const TIED_TO_US = ['--pdeathsig', 'SIGTERM', '--'];
const SERVICE = ['pcscd', '--foreground', '--info', '--config', join(directory, 'reader.conf.d')];

async function start(): Promise<void> {
  const child = route === 'namespaces' ? startPlain() : await startWithSocket();
  service = child;
  child.once('error', () => process.exit(1));
  await waitUntilReady(child);
  process.stdout.write('ready\n');
}

function startPlain(): ChildProcess {
  return spawn('setpriv', [...TIED_TO_US, ...SERVICE], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Socket activation without systemd: descriptor 3 is the listening socket, LISTEN_PID the service's own id. */
async function startWithSocket(): Promise<ChildProcess> {
  const server = createServer();
  server.listen(`${socketPath}.new`);
  await once(server, 'listening');
  const child = spawn(
    'setpriv',
    [...TIED_TO_US, 'sh', '-c', 'export LISTEN_PID=$$ LISTEN_FDS=1; exec "$@"', 'sh', ...SERVICE],
    { stdio: ['ignore', 'pipe', 'inherit', descriptorOf(server)] },
  );
  // Closing the server would unlink the path it was bound to; the service needs the socket to stay.
  await rename(`${socketPath}.new`, socketPath);
  server.close();
  return child;
}

function descriptorOf(server: Server): number {
  return v.parse(v.object({ fd: v.pipe(v.number(), v.minValue(0)) }), Reflect.get(server, '_handle')).fd;
}

async function waitUntilReady(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new Error('the service has no output');
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.includes('daemon ready')) resolve();
    });
    lines.once('close', () => reject(new Error('pcscd ended before it was ready')));
  });
}

async function stop(): Promise<void> {
  const child = service;
  service = undefined;
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
  await rm(socketPath, { force: true });
}

/** A network namespace lets Unix sockets through and TCP not: the card outside reaches vpcd inside by this relay. */
async function relay(slot: 0 | 1 | 2): Promise<void> {
  const server = createServer((card) => {
    const driver = connect({ host: '127.0.0.1', port: port + slot, noDelay: true });
    pipeline(card, driver, card, () => {
      card.destroy();
      driver.destroy();
    });
  });
  server.listen(join(directory, 'ipc', `card-${slot}.sock`));
  await once(server, 'listening');
}

async function endEverything(): Promise<void> {
  await stop();
  process.exit(0);
}

process.on('SIGTERM', () => void endEverything());
process.on('SIGINT', () => void endEverything());
if (route === 'namespaces') {
  await relay(0);
  await relay(1);
  await relay(2);
}
await start();

const commands = createInterface({ input: process.stdin });
for await (const command of commands) {
  if (command === 'start') await start();
  if (command === 'stop') {
    await stop();
    process.stdout.write('stopped\n');
  }
}
await endEverything();
