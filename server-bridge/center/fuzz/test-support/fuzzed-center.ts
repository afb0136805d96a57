/** One center with all its listeners, the routes they have in truth, and somebody to speak to each of them. Everything is synthetic. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFile } from 'node:fs/promises';
import { Agent as ClearAgent, request as requestClear } from 'node:http';
import { request as requestTls, Agent as TlsAgent } from 'node:https';
import { join } from 'node:path';
import { sql } from 'kysely';
import * as v from 'valibot';
import { type ConsoleWorld, type Person, startConsoleWorld } from '../../console-server/testing/signed-in.ts';
import { SHORT_LIMITS, TERMINAL } from '../../test-support/bridge-world.ts';
import { type RawTerminal, rawTerminal } from '../../test-support/raw-terminal.ts';
import type { ListenerName } from './fixed-endpoints.ts';

const HOUR_MS = 3_600_000;

export type Sent = {
  readonly method: string;
  readonly path: string;
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};
export type Answer = {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
};

export type FuzzedCenter = {
  readonly world: ConsoleWorld;
  readonly terminal: RawTerminal;
  /** `METHOD URL` of each listener, as the framework has registered them. */
  readonly routes: ReadonlyMap<ListenerName, readonly string[]>;
  readonly ports: ReadonlyMap<ListenerName, number>;
  send(listener: ListenerName, sent: Sent): Promise<Answer>;
  /** Rows of every table but those that fill by themselves or by reading. */
  rows(): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
};

const AppSchema = v.looseObject({ addHook: v.function(), server: v.looseObject({ address: v.function() }) });
const AddressSchema = v.nullable(v.looseObject({ port: v.number() }));
const RouteSchema = v.looseObject({ method: v.union([v.string(), v.array(v.string())]), url: v.string() });

/** Listens to the framework itself: whatever is registered anywhere in this process is seen. */
function watchRegistrations() {
  const apps: { readonly routes: string[]; readonly port: () => number }[] = [];
  const onApp = (message: unknown): void => {
    const { fastify } = v.parse(v.looseObject({ fastify: v.unknown() }), message);
    const routes: string[] = [];
    const app = v.parse(AppSchema, fastify);
    Reflect.apply(app.addHook, fastify, [
      'onRoute',
      (given: unknown) => {
        const { method, url } = v.parse(RouteSchema, given);
        routes.push(...[method].flat().map((one) => `${one} ${url}`));
      },
    ]);
    const server: unknown = Reflect.get(
      v.parse(
        v.custom<object>((given) => typeof given === 'object'),
        fastify,
      ),
      'server',
    );
    const { address } = app.server;
    apps.push({ routes, port: () => v.parse(AddressSchema, Reflect.apply(address, server, []))?.port ?? 0 });
  };
  subscribe('fastify.initialization', onApp);
  return { apps, end: () => unsubscribe('fastify.initialization', onApp) };
}

export async function startFuzzedCenter(): Promise<FuzzedCenter> {
  const registrations = watchRegistrations();
  const world = await startConsoleWorld({
    changes: ({ lineCaFile: certificateFile, directory }) => ({
      // Nothing happens by itself meanwhile, so that a row more is a row somebody made.
      limits: { ...SHORT_LIMITS, pollMs: HOUR_MS, terminalLostMs: 24 * HOUR_MS, bodyMs: 1_000, heartbeatMs: 10_000 },
      observability: { host: '127.0.0.1', port: 0, drainNoticeMs: 0 },
      enrolment: {
        host: '127.0.0.1',
        port: 0,
        issuer: { kind: 'file', certificateFile, keyFile: join(directory, 'line-ca.key.pem') },
        certificateDays: 30,
        codeHours: 24,
        attemptsPerMinute: 6_000,
      },
    }),
  });
  registrations.end();
  const { center } = world;
  const ports = new Map<ListenerName, number>([
    ['line', center.port],
    ['operations', center.operationsPort],
    ['console', world.consolePort],
    ['enrolment', center.enrolmentPort ?? 0],
    ['observability', center.observabilityPort ?? 0],
  ]);
  const routes = new Map(
    [...ports].map(([name, port]) => [name, registrations.apps.find((app) => app.port() === port)?.routes ?? []]),
  );
  const person = await world.signIn(['watcher', 'operator', 'drafter', 'approver', 'administrator', 'auditor']);
  const terminal = rawTerminal(world.world.trust, TERMINAL, center.port);
  const ca = await readFile(world.world.trust.lineCaFile);
  const clear = new ClearAgent({ keepAlive: true, maxSockets: 4 });
  const tls = new TlsAgent({ keepAlive: true, maxSockets: 4, ca });

  return {
    world,
    terminal,
    routes,
    ports,
    async send(listener, { method, path, bytes, headers = {} }) {
      if (listener === 'line') {
        const { status, body, headers: received } = await terminal.send(method, path, bytes, { ...headers });
        return { status, text: body, headers: received };
      }
      const all: Record<string, string> = {
        ...(bytes === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(bytes.length) }),
        ...manners(listener, method, person, world.world.token),
        ...headers,
      };
      const encrypted = listener === 'console' || listener === 'enrolment';
      return await new Promise((resolve, reject) => {
        const options = { host: '127.0.0.1', port: ports.get(listener), method, path, headers: all, timeout: 20_000 };
        const request = encrypted
          ? requestTls({ ...options, agent: tls, servername: 'localhost' })
          : requestClear({ ...options, agent: clear });
        request.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
          });
        });
        request.on('error', reject);
        request.on('timeout', () => request.destroy(new Error('no answer')));
        request.end(bytes);
      });
    },
    async rows() {
      const { database } = world.world.store;
      const named = await sql<{ name: string }>`
        select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(
        database,
      );
      const counted: [string, number][] = [];
      for (const { name } of named.rows) {
        // Refusals of rights are themselves written down, and counts over time grow with time.
        if (name.startsWith('audit_') || name.includes('history') || name.includes('migration')) continue;
        const count = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}`.execute(database);
        counted.push([name, count.rows[0]?.n ?? 0]);
      }
      return Object.fromEntries(counted);
    },
    async close() {
      terminal.close();
      clear.destroy();
      tls.destroy();
      await world.close();
    },
  };
}

/** What a good sender shows at each listener. */
function manners(listener: ListenerName, method: string, person: Person, token: string): Record<string, string> {
  if (listener === 'operations') return { authorization: `Bearer ${token}` };
  if (listener !== 'console') return {};
  const { client } = person;
  const cookie = client.cookie ?? '';
  return method === 'GET' ? { cookie } : { cookie, origin: client.origin, 'x-kofu-csrf': client.csrf ?? '' };
}
