/** A fleet has one list of centers: each terminal begins somewhere in it, and goes on in turn. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunningCenter } from '../center/index.ts';
import { buildWorld, TERMINAL, type World } from '../center/test-support/bridge-world.ts';
import { eventually } from '../center/test-support/eventually.ts';
import { publicJwkOf } from '../sealing/index.ts';
import { type Line, openLine } from './index.ts';

let world: World;
let center: RunningCenter;
/** A center that answers nobody; it counts who asks. */
let dead: Server;
let asked = 0;
const lines: Line[] = [];

beforeAll(async () => {
  world = await buildWorld();
  center = await world.start();
  dead = createServer((socket) => {
    asked += 1;
    socket.destroy();
  });
  dead.listen(0, '127.0.0.1');
  await once(dead, 'listening');
});
afterEach(async () => {
  for (const line of lines.splice(0)) await line.stop();
});
afterAll(async () => {
  dead.close();
  await center.stop();
  await world.close();
});

async function connected(random: () => number): Promise<number> {
  asked = 0;
  const { port: deadPort } = dead.address() as AddressInfo;
  const paths = world.trust.terminals.get(TERMINAL);
  if (paths === undefined) throw new Error('the world has no such terminal');
  const configuration = {
    terminalId: TERMINAL,
    nodes: [deadPort, center.port].map((port) => ({ host: '127.0.0.1', port })),
    caFile: world.trust.lineCaFile,
    ...paths,
    directiveKeys: [world.trust.directivePublicKey],
    vrsRootKey: publicJwkOf(world.rootKey),
  };
  const line = (await openLine(configuration, { random, delays: { firstPauseMs: 10 } }))._unsafeUnwrap();
  lines.push(line);
  line.start();
  await eventually(() => expect(line.state()).toBe('connected'));
  return asked;
}

test.each([
  ['the second of two', 0.99, 0],
  ['the first of two, which is dead, and goes on to the next', 0, 1],
  ['no further than the last', 1, 0],
])('it begins with %s', async (_what, drawn, deadWasAsked) => {
  expect(await connected(() => drawn)).toBe(deadWasAsked);
});
