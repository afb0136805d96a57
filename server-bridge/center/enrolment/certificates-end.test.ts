import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:http2';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CertificateAnswerSchema, TerminalIdSchema } from '../../protocol/index.ts';
import { makeCertificateRequest, makeSoftwareKey } from '../../terminal-certificates/index.ts';
import type { RunningCenter } from '../index.ts';
import { OTHER_TERMINAL } from '../test-support/bridge-world.ts';
import { eventually } from '../test-support/eventually.ts';
import { overSession, rawTerminal } from '../test-support/raw-terminal.ts';
import {
  type EnrolmentWorld,
  type Held,
  SERIAL,
  startEnrolmentWorld,
  terminalId,
} from './test-support/enrolment-world.ts';

let world: EnrolmentWorld;
let other: RunningCenter;
beforeAll(async () => {
  world = await startEnrolmentWorld();
  other = await world.another();
});
afterAll(() => world.close());

const serialOf = ({ certificate }: Held): string => new X509Certificate(certificate).serialNumber;
const revoke = (held: Held, reason = 'key-compromised') =>
  world.staff('POST', `/certificates/${serialOf(held)}/revoke`, { reason });
const stateOf = async (held: Held): Promise<string | undefined> => {
  const { body } = await world.staff('GET', '/certificates');
  return body.certificates.find((row: { serial: string }) => row.serial === serialOf(held))?.state;
};
const openAlarms = async (id: string): Promise<readonly string[]> => {
  const { body } = await world.staff('GET', '/alarms?which=open');
  return body.alarms
    .filter((alarm: { terminalId: string }) => alarm.terminalId === id)
    .map(({ code }: { code: string }) => code);
};

describe('the register', () => {
  test('lets in whom it knows, and nobody else of its authority', async () => {
    const held = await world.enrol(terminalId, SERIAL);
    const terminal = world.connect(held);
    expect((await terminal.send('GET', '/v1/directive')).status).toBe(200);
    terminal.close();
    const unknown = rawTerminal(world.world.trust, OTHER_TERMINAL, world.center.port);
    const refused = await unknown.send('GET', '/v1/directive');
    expect(refused).toMatchObject({ status: 403, body: JSON.stringify({ refusal: 'TERMINAL_SUSPENDED' }) });
    unknown.close();
  });

  test('a revoked certificate is refused at once, and its living connections end on every node', async () => {
    const held = await world.enrol('REV-0001', 'REV-S1');
    const here = world.connect(held);
    const stream = here.events();
    await eventually(() => expect(stream.text()).toContain('directive-changed'));
    const there = world.connect(held, other);
    expect((await there.send('GET', '/v1/directive')).status).toBe(200);
    const ended = [here, there].map(({ session }) => new Promise((resolve) => session.once('close', resolve)));

    expect((await revoke(held)).status).toBe(204);
    await Promise.all([...ended, stream.closed]);
    for (const node of [world.center, other]) {
      const again = world.connect(held, node);
      expect((await again.send('GET', '/v1/directive')).status).toBe(403);
    }
    expect(await stateOf(held)).toBe('revoked');
    expect((await revoke(held)).status).toBe(404);
    const fresh = await world.enrol('REV-0001', 'REV-S1');
    expect((await world.connect(fresh).send('GET', '/v1/directive')).status).toBe(200);
  });

  test('a resumed TLS session does not bring a revoked certificate back', async () => {
    const held = await world.enrol('REV-0002', 'REV-S2');
    const ca = await readFile(world.world.trust.lineCaFile);
    const ticket = await new Promise<Buffer>((resolve, reject) => {
      const options = { host: '127.0.0.1', port: world.center.port, ca, cert: held.certificate, key: held.key };
      const socket: TLSSocket = tlsConnect({ ...options, ALPNProtocols: ['h2'] });
      socket.on('error', reject);
      socket.once('session', (session) => {
        resolve(session);
        socket.destroy();
      });
    });
    const resume = () => {
      const options = { host: '127.0.0.1', port: world.center.port, ca, cert: held.certificate, key: held.key };
      const socket = tlsConnect({ ...options, ALPNProtocols: ['h2'], session: ticket });
      return { socket, ...overSession(connect('https://127.0.0.1', { createConnection: () => socket })) };
    };
    const resumed = resume();
    expect((await resumed.send('GET', '/v1/directive')).status).toBe(200);
    expect(resumed.socket.isSessionReused()).toBe(true);
    await revoke(held);
    await eventually(() => expect(resumed.session.destroyed).toBe(true));
    const again = resume();
    expect((await again.send('GET', '/v1/directive')).status).toBe(403);
    again.close();
  });

  test('a retired terminal is shut out with whatever it has', async () => {
    const held = await world.enrol('REV-0003', 'REV-S3');
    const terminal = world.connect(held);
    expect((await terminal.send('GET', '/v1/directive')).status).toBe(200);
    const ended = new Promise((resolve) => terminal.session.once('close', resolve));
    expect((await world.staff('POST', '/registry/REV-0003/retire')).status).toBe(204);
    await ended;
    expect((await world.connect(held).send('GET', '/v1/directive')).status).toBe(403);
  });
});

describe('renewal over the line', () => {
  const renew = async (old: Held, id: string, key = makeSoftwareKey()) => {
    const terminal = world.connect(old);
    const request = await makeCertificateRequest(v.parse(TerminalIdSchema, id), key);
    const reply = await terminal.send('POST', '/v1/certificate', { v: 1, request });
    return { terminal, reply, key };
  };

  test('the old certificate holds until the new one is used; then it is over', async () => {
    const old = await world.enrol('NEW-0001', 'NEW-S1');
    const { terminal, reply, key } = await renew(old, 'NEW-0001');
    expect(reply.status).toBe(200);
    const { certificate } = v.parse(CertificateAnswerSchema, JSON.parse(reply.body));
    const next: Held = { certificate, key: key.privateKeyPem };
    expect(await stateOf(old)).toBe('valid');
    expect((await terminal.send('GET', '/v1/directive')).status).toBe(200);
    const ended = new Promise((resolve) => terminal.session.once('close', resolve));
    expect((await world.connect(next).send('GET', '/v1/directive')).status).toBe(200);
    await ended;
    expect((await world.connect(old).send('GET', '/v1/directive')).status).toBe(403);
    expect(await stateOf(old)).toBe('superseded');
    expect(await stateOf(next)).toBe('valid');
    expect(await openAlarms('NEW-0001')).toEqual([]);
  });

  test('the same key again, another’s name or a key not held is refused', async () => {
    const old = await world.enrol('NEW-0002', 'NEW-S2');
    const key = makeSoftwareKey();
    const first = await renew(old, 'NEW-0002', key);
    expect(first.reply.status).toBe(200);
    first.terminal.close();
    for (const attempt of [
      await renew(old, 'NEW-0002', key),
      await renew(old, 'NEW-0001'),
      await renew(old, 'NEW-0002', { ...makeSoftwareKey(), sign: key.sign }),
    ]) {
      expect(attempt.reply).toMatchObject({ status: 400, body: JSON.stringify({ refusal: 'MALFORMED' }) });
      attempt.terminal.close();
    }
  });
});

test('a second living connection under one certificate is an alarm, a reconnection is not', async () => {
  const held = await world.enrol('TWO-0001', 'TWO-S1');
  const first = world.connect(held);
  expect((await first.send('GET', '/v1/directive')).status).toBe(200);
  first.close();
  const again = world.connect(held);
  expect((await again.send('GET', '/v1/directive')).status).toBe(200);
  expect(await openAlarms('TWO-0001')).toEqual([]);
  // Without an event stream: a copied key need not open one.
  const second = world.connect(held);
  expect((await second.send('GET', '/v1/directive')).status).toBe(200);
  await eventually(async () => expect(await openAlarms('TWO-0001')).toEqual(['SECOND_EVENT_STREAM']));
});
