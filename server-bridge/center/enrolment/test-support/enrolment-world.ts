/** A center that gives out certificates and lets nobody in without one of its register. Everything in it is synthetic. */
import { readFile } from 'node:fs/promises';
import { type ClientHttp2Session, connect } from 'node:http2';
import { request } from 'node:https';
import { join } from 'node:path';
import * as v from 'valibot';
import { CertificateAnswerSchema, TerminalIdSchema } from '../../../protocol/index.ts';
import { makeCertificateRequest, makeSoftwareKey } from '../../../terminal-certificates/index.ts';
import { EnrolmentCodeSchema } from '../../console-api/enrolment.ts';
import type { CenterConfiguration, RunningCenter } from '../../index.ts';
import { buildWorld, type World } from '../../test-support/bridge-world.ts';
import { overSession, type RawTerminal } from '../../test-support/raw-terminal.ts';

export type Held = { readonly certificate: string; readonly key: string };
export type Reply = { readonly status: number; readonly body: ReturnType<typeof JSON.parse> };

export const terminalId = v.parse(TerminalIdSchema, 'KOFU-0001');
export const SERIAL = 'SYN-0001';
export const placeOf = (id: string, serial: string, changes: object = {}) => ({
  terminalId: id,
  chain: 'synthetic',
  prefecture: '13',
  storeId: 'S-1',
  storeName: '架空店',
  serial,
  ...changes,
});

export type EnrolmentWorld = {
  readonly world: World;
  readonly center: RunningCenter;
  /** Another center on the same store. */
  another(changes?: Partial<CenterConfiguration>): Promise<RunningCenter>;
  staff(method: 'GET' | 'POST', path: string, body?: unknown, at?: RunningCenter): Promise<Reply>;
  /** Registers a terminal and gives out its code. */
  code(id: string, serial: string): Promise<string>;
  /** Sends whatever to the listener of enrolment. */
  ask(message: unknown): Promise<Reply>;
  /** A whole enrolment that goes well. */
  enrol(id: string, serial: string): Promise<Held>;
  connect(held: Held, at?: RunningCenter): RawTerminal;
  close(): Promise<void>;
};

export async function startEnrolmentWorld(
  changes: Partial<CenterConfiguration> = {},
  now?: () => Date,
): Promise<EnrolmentWorld> {
  const world = await buildWorld();
  const issuer = {
    kind: 'file',
    certificateFile: world.trust.lineCaFile,
    keyFile: join(world.trust.directory, 'line-ca.key.pem'),
  } as const;
  const registered: Partial<CenterConfiguration> = {
    line: { certificates: 'registered', budgetFactor: 1_000 },
    enrolment: { host: '127.0.0.1', port: 0, issuer, certificateDays: 30, codeHours: 24, attemptsPerMinute: 6_000 },
    ...changes,
  };
  const center = await world.start(registered, now);
  const others: RunningCenter[] = [];
  const ca = await readFile(world.trust.lineCaFile);
  const sessions: ClientHttp2Session[] = [];

  const staff: EnrolmentWorld['staff'] = async (method, path, body, at = center) => {
    const response = await fetch(`http://127.0.0.1:${at.operationsPort}/operations${path}`, {
      method,
      headers: {
        authorization: `Bearer ${world.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
  const ask: EnrolmentWorld['ask'] = (message) =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port: center.enrolmentPort ?? 0,
          path: '/v1/enrolment',
          method: 'POST',
          ca,
          agent: false,
          headers: { 'content-type': 'application/json' },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
        },
      );
      sent.on('error', reject);
      sent.end(typeof message === 'string' ? message : JSON.stringify(message));
    });
  const code: EnrolmentWorld['code'] = async (id, serial) => {
    await staff('POST', '/registry', { places: [placeOf(id, serial)] });
    const given = await staff('POST', `/registry/${id}/code`);
    return v.parse(EnrolmentCodeSchema, given.body).code;
  };

  return {
    world,
    center,
    async another(more = {}) {
      const other = await world.start({ ...registered, ...more });
      others.push(other);
      return other;
    },
    staff,
    code,
    ask,
    async enrol(id, serial) {
      const given = await code(id, serial);
      const key = makeSoftwareKey();
      const pem = await makeCertificateRequest(v.parse(TerminalIdSchema, id), key);
      const answer = await ask({ v: 1, terminalId: id, serial, code: given, request: pem });
      const { certificate } = v.parse(CertificateAnswerSchema, answer.body);
      return { certificate, key: key.privateKeyPem };
    },
    connect({ certificate, key }, at = center) {
      const session = connect(`https://127.0.0.1:${at.port}`, {
        ca,
        cert: certificate,
        key,
      });
      sessions.push(session);
      return overSession(session);
    },
    async close() {
      for (const session of sessions) session.destroy();
      for (const other of others) await other.stop();
      await center.stop();
      await world.close();
    },
  };
}
