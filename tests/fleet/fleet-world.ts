/** Everything a fleet needs on this machine: trust, PostgreSQL, NATS, a VRS, and center processes on them that can be killed. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { CenterConfigurationSchema, DirectiveContent } from '../../server-bridge/center/index.ts';
import { DirectiveContentSchema } from '../../server-bridge/center/index.ts';
import { createDevelopmentTrust, type DevelopmentTrust } from '../../server-bridge/trust/index.ts';
import { startServerProcess } from '../environment/server-process.ts';
import { type PrivateNats, startPrivateNats } from './private-nats.ts';
import { type PrivatePostgres, startPrivatePostgres } from './private-postgres.ts';
import { startSyntheticVrs } from './synthetic-vrs.ts';

const CENTER = fileURLToPath(new URL('../../server-bridge/center/main.ts', import.meta.url));
const ASK_LIMIT_MS = 20_000;
const CenterSaysSchema = v.object({
  event: v.literal('CENTER_LISTENING'),
  port: v.number(),
  operationsPort: v.number(),
});

export type CenterConfigurationInput = v.InferInput<typeof CenterConfigurationSchema>;
export const CITY = '999903';
export const OTHER_CITY = '999911';

const termsText = '合成データの利用規約';
const place = (code: string, ja: string, en: string, kana: string) => ({
  code,
  prefecture: { ja: '架空県', en: 'Kakuu' },
  name: { ja, en },
  kana,
  takingPart: true,
});

/** Invented municipalities; nothing in it is real. */
const CONTENT: DirectiveContent = v.parse(DirectiveContentSchema, {
  v: 1,
  service: { state: 'on' },
  hours: { from: '00:00', to: '24:00' },
  municipalities: [
    place(CITY, '架空市', 'Kakuu City', 'かくうし'),
    place(OTHER_CITY, '見本市', 'Mihon City', 'みほんし'),
  ],
  kinds: ['domestic', 'overseas'],
  prices: [{ effectiveFrom: '2020-01-01T00:00:00.000Z', copyYen: 120 }],
  maxCopies: 10,
  terms: {
    text: { ja: termsText, en: 'Synthetic terms' },
    digest: createHash('sha256').update(termsText).digest('hex'),
  },
  allowedBuilds: [],
  operators: [],
  terminals: [],
});

export type CenterNode = {
  readonly name: string;
  readonly port: number;
  readonly operationsPort: number;
  pid(): number;
  /** One question to its staff listener, as a tool. */
  ask(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Starts it again on its ports. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export type FleetWorld = {
  readonly directory: string;
  readonly trust: DevelopmentTrust;
  readonly postgres: PrivatePostgres;
  readonly nats: PrivateNats;
  readonly centers: readonly CenterNode[];
  readonly token: string;
  stop(): Promise<void>;
};

export type FleetWorldOptions = {
  /** Kept and used again; without it everything is temporary. */
  readonly directory?: string;
  readonly centers?: number;
  readonly limits?: CenterConfigurationInput['limits'];
  /** How many times a terminal's budgets a simulated one may use. */
  readonly budgetFactor?: number;
};

export async function startFleetWorld(o: FleetWorldOptions = {}): Promise<FleetWorld> {
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const directory = o.directory ?? (await mkdtemp(join(tmpdir(), 'kofu-fleet-')));
    await mkdir(directory, { recursive: true, mode: 0o700 });
    if (o.directory === undefined) closers.push(() => rm(directory, { recursive: true, force: true }));
    const trust = (await createDevelopmentTrust(join(directory, 'trust'), { terminals: [], now: new Date() })).match(
      (made) => made,
      (error) => {
        throw new Error(`The development trust could not be made: ${error.kind}.`);
      },
    );
    const kept = o.directory === undefined ? {} : { directory: join(directory, 'postgres') };
    const postgres = await startPrivatePostgres({ ...kept, connections: 100 });
    closers.push(postgres.stop);
    const nats = await startPrivateNats();
    closers.push(nats.stop);
    const vrs = await startSyntheticVrs(trust);
    closers.push(vrs.close);
    const token = randomBytes(32).toString('hex');
    const write = async (name: string, text: string): Promise<string> => {
      const file = join(directory, name);
      await writeFile(file, text, { mode: 0o600 });
      return file;
    };
    const tokenFile = await write('operations-token', token);
    const natsTokenFile = await write('nats-token', nats.token);
    const initialDirective = await write('directive.json', JSON.stringify(CONTENT));
    const configuration = (name: string, port: number, operationsPort: number): CenterConfigurationInput => ({
      listen: { host: '127.0.0.1', port },
      tls: { caFile: trust.lineCaFile, ...trust.centerServer },
      vrs: { host: '127.0.0.1', port: vrs.port, caFile: trust.lgwanCaFile, ...trust.centerVrsClient },
      // PostgreSQL then tells which node a connection is.
      store: { kind: 'postgres', url: `${postgres.url}?application_name=${name}` },
      bus: { kind: 'nats', servers: [...nats.servers], tokenFile: natsTokenFile },
      directiveKeyFile: trust.directiveKeyFile,
      initialDirective,
      operations: { port: operationsPort, tokenFile },
      ...(o.budgetFactor === undefined ? {} : { line: { budgetFactor: o.budgetFactor } }),
      limits: o.limits ?? {},
    });
    const centers: CenterNode[] = [];
    for (let number = 1; number <= (o.centers ?? 2); number += 1) {
      const name = `center-${number}`;
      const node = await startCenterNode(name, token, async (port, operationsPort) =>
        write(`${name}.json`, JSON.stringify(configuration(name, port, operationsPort))),
      );
      closers.push(node.stop);
      centers.push(node);
    }
    return { directory, trust, postgres, nats, centers, token, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

async function startCenterNode(
  name: string,
  token: string,
  configure: (port: number, operationsPort: number) => Promise<string>,
): Promise<CenterNode> {
  const start = async (port: number, operationsPort: number) =>
    await startServerProcess({
      name,
      entry: CENTER,
      args: ['--config', await configure(port, operationsPort)],
      says: CenterSaysSchema,
    });
  let running = await start(0, 0);
  const { port, operationsPort } = running.said;
  return {
    name,
    port,
    operationsPort,
    pid: () => running.pid,
    async ask(method, path, body) {
      const response = await fetch(`http://127.0.0.1:${operationsPort}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ASK_LIMIT_MS),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    },
    async kill() {
      running.kill('SIGKILL');
      await running.exited;
    },
    async restart() {
      running = await start(port, operationsPort);
    },
    stop: () => running.stop(),
  };
}
