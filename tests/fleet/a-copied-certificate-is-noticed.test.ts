/**
 * One certificate on two nodes of a real cluster. The nodes look at the tables once an hour here, so that what ends the earlier
 * connection at once is the hint over NATS; that they find it by looking is tested where the register of connections is.
 */
import { connect } from 'node:http2';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { overSession, type RawTerminal } from '../../server-bridge/center/test-support/index.ts';
import { type FleetCertificates, makeFleetCertificates } from './fleet-certificates.ts';
import { type CenterNode, type FleetWorld, startFleetWorld } from './fleet-world.ts';
import { eventually } from './waiting.ts';

let world: FleetWorld;
let certificates: FleetCertificates;

beforeAll(async () => {
  world = await startFleetWorld({ limits: { pollMs: 3_600_000 } });
  certificates = await makeFleetCertificates(world.trust, 1, new Date());
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const AlarmsSchema = v.object({ alarms: v.array(v.object({ terminalId: v.string(), code: v.string() })) });

function connectTo(node: CenterNode | undefined): RawTerminal {
  const [terminal] = certificates.terminals;
  if (node === undefined || terminal === undefined) throw new Error('no node, or no terminal');
  const { ca, key } = certificates;
  return overSession(connect(`https://127.0.0.1:${node.port}`, { ca, key, cert: terminal.certificate }));
}

test('the earlier connection ends on its node at once, with an alarm', async () => {
  const [here, there] = world.centers;
  const earlier = connectTo(here);
  const ended = new Promise<void>((resolve) => earlier.session.once('close', () => resolve()));
  // A first terminal of a cluster: without a directive it hears 503, and is known all the same.
  await earlier.send('GET', '/v1/directive');
  const copy = connectTo(there);
  await copy.send('GET', '/v1/directive');
  await ended;
  await eventually(async () => {
    const { body } = (await there?.ask('GET', '/operations/alarms?which=open')) ?? { body: null };
    expect(v.parse(AlarmsSchema, body).alarms).toEqual([{ terminalId: 'SIM-00001', code: 'SECOND_EVENT_STREAM' }]);
  });
  expect(copy.session.destroyed).toBe(false);
  copy.close();
}, 120_000);
