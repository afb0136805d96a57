/** Trust, stub VRS, store and center on this machine, for tests and the bench. Everything in it is synthetic. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventLog, memorySink, noSink } from '../../event-log/index.ts';
import type { VrsKeySet } from '../../protocol/index.ts';
import {
  type EcPrivateJwk,
  generateSigningJwk,
  publicJwkOf,
  signerFromJwk,
  signVrsKeySet,
} from '../../sealing/index.ts';
import { createDevelopmentTrust, type DevelopmentTrust } from '../../trust/index.ts';
import {
  type CenterConfiguration,
  centerEvents,
  type DirectiveContent,
  type OpenStore,
  type RunningCenter,
  startCenter,
} from '../index.ts';
import { freshStore } from './fresh-store.ts';
import { filler, goodBehaviour, type StubVrs, startStubVrs } from './stub-vrs.ts';

export const TERMINAL = 'KOFU-0001';
export const OTHER_TERMINAL = 'KOFU-0002';
export const CITY = '999903';
export const STOPPED_CITY = '999911';
const DAY_MS = 86_400_000;

const text = (ja: string, en: string) => ({ ja, en });
const termsText = '合成データの利用規約';

/** A directive's content for invented municipalities. */
export const syntheticContent = {
  v: 1,
  service: { state: 'on' },
  hours: { from: '00:00', to: '24:00' },
  municipalities: [
    {
      code: CITY,
      prefecture: text('架空県', 'Kakuu'),
      name: text('架空市', 'Kakuu City'),
      kana: 'かくうし',
      takingPart: true,
    },
    {
      code: STOPPED_CITY,
      prefecture: text('架空県', 'Kakuu'),
      name: text('休止市', 'Kyushi City'),
      kana: 'きゅうしし',
      takingPart: false,
    },
  ],
  kinds: ['domestic', 'overseas'],
  prices: [{ effectiveFrom: '2020-01-01T00:00:00.000Z', copyYen: 120 }],
  maxCopies: 10,
  terms: { text: text(termsText, 'Synthetic terms'), digest: createHash('sha256').update(termsText).digest('hex') },
  allowedBuilds: [],
  operators: [],
  terminals: [],
} as const;

/** A signed key set of an invented VRS. */
export async function makeKeySet(rootKey: EcPrivateJwk, now: Date, lifeMs = 30 * DAY_MS): Promise<string> {
  const answerKey = publicJwkOf(await generateSigningJwk());
  const keySet: VrsKeySet = {
    v: 1,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + lifeMs).toISOString(),
    sealingKeys: [{ kid: 'synthetic', publicKey: filler(87) }],
    answerKeys: [answerKey],
    healthCard: { iss: 'https://vrs.example/shc', keys: [answerKey] },
    vdsNcAnchors: [],
  };
  return signVrsKeySet(keySet, signerFromJwk(rootKey));
}

export const visitId = (): string => randomBytes(16).toString('base64url');

/** A status of a terminal that serves. Its event log is named after its process unless the test names another. */
export const statusOf = (
  processId: string,
  events: readonly object[] = [],
  terminalId = TERMINAL,
  logId = processId,
) => ({
  v: 1,
  terminalId,
  processId,
  build: 'synthetic-build',
  logId,
  at: new Date().toISOString(),
  state: 'idle',
  cause: null,
  directiveVersion: null,
  devices: {
    cardReader: 'empty',
    pagePrinter: 'ready',
    receiptPrinter: 'ready',
    coinBox: 'ready',
    cashless: 'not-fitted',
    keySwitch: 'locked',
    screens: 'ready',
  },
  warnings: [],
  events,
});

export const applicationOf = (
  visit: string,
  changes: { municipality?: string; terminalId?: string; deadline?: Date } = {},
) => ({
  header: {
    v: 1,
    visitId: visit,
    terminalId: changes.terminalId ?? TERMINAL,
    municipality: changes.municipality ?? CITY,
    sealingKeyId: 'synthetic',
  },
  sealed: filler(2_000),
  deadline: (changes.deadline ?? new Date(Date.now() + 20_000)).toISOString(),
});

/** Everything but a center and its store. */
export type Foundation = {
  readonly directory: string;
  readonly trust: DevelopmentTrust;
  readonly rootKey: EcPrivateJwk;
  readonly keySet: string;
  readonly vrs: StubVrs;
  readonly token: string;
  configuration(changes?: Partial<CenterConfiguration>): CenterConfiguration;
  close(): Promise<void>;
};

export type World = Foundation & {
  readonly store: OpenStore;
  /** Every line the centers of this world have logged. */
  readonly logLines: readonly string[];
  start(changes?: Partial<CenterConfiguration>, now?: () => Date): Promise<RunningCenter>;
};

/** Limits short enough that a test can wait for them. */
export const SHORT_LIMITS: CenterConfiguration['limits'] = {
  relaysInFlight: 2,
  relayMs: 60_000,
  challengeMs: 5_000,
  bodyMs: 2_000,
  heartbeatMs: 50,
  directiveLifeMs: DAY_MS,
  keySetRefreshMs: 600_000,
  commandLifeMs: 600_000,
  pollMs: 50,
  terminalLostMs: 180_000,
  keepEventsMs: DAY_MS,
  keepEventsPerTerminal: 50_000,
  keepEventLogsMs: DAY_MS,
  eventLogEntries: 1_000,
  drainMs: 2_000,
};

/** Trust, stub VRS and the files a center reads, for tests that start centers of their own. */
export async function buildFoundation(content: DirectiveContent | object = syntheticContent): Promise<Foundation> {
  const directory = await mkdtemp(join(tmpdir(), 'kofu-bridge-'));
  const now = new Date();
  const made = await createDevelopmentTrust(join(directory, 'trust'), { terminals: [TERMINAL, OTHER_TERMINAL], now });
  const trust = made._unsafeUnwrap();
  const rootKey = await generateSigningJwk();
  const keySet = await makeKeySet(rootKey, now);
  const vrs = await startStubVrs(trust, goodBehaviour(keySet));
  const token = randomBytes(32).toString('hex');
  await writeFile(join(directory, 'token'), token, { mode: 0o600 });
  await writeFile(join(directory, 'directive.json'), JSON.stringify(content));
  return {
    directory,
    trust,
    rootKey,
    keySet,
    vrs,
    token,
    configuration: (changes = {}) => ({
      listen: { host: '127.0.0.1', port: 0 },
      tls: { caFile: trust.lineCaFile, ...trust.centerServer },
      vrs: { host: '127.0.0.1', port: vrs.port, caFile: trust.lgwanCaFile, ...trust.centerVrsClient },
      store: { kind: 'pglite', directory: null },
      directiveKeyFile: trust.directiveKeyFile,
      initialDirective: join(directory, 'directive.json'),
      operations: { port: 0, tokenFile: join(directory, 'token') },
      // Tests ask more in a second than a terminal does in an hour.
      line: { certificates: 'any-of-the-authority', budgetFactor: 1_000 },
      limits: SHORT_LIMITS,
      ...changes,
    }),
    async close() {
      await vrs.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Builds the world once; its store is fresh and shared by every center started in it. */
export async function buildWorld(logged = true): Promise<World> {
  const foundation = await buildFoundation();
  const store = await freshStore();
  const sink = memorySink();
  const log = createEventLog(centerEvents, { sink: logged ? sink : noSink(), now: () => new Date() });
  return {
    ...foundation,
    store,
    logLines: sink.lines,
    async start(changes, clock) {
      const now = clock === undefined ? {} : { now: clock };
      const started = await startCenter(foundation.configuration(changes), { store, log, ...now });
      return started._unsafeUnwrap();
    },
    async close() {
      await store.close();
      await foundation.close();
    },
  };
}

/** A fetch of the staff listener, with its JSON. */
export async function askStaff(
  world: Pick<Foundation, 'token'>,
  center: Pick<RunningCenter, 'operationsPort'>,
  path: string,
): Promise<{ readonly status: number; readonly body: ReturnType<typeof JSON.parse> }> {
  const headers = { authorization: `Bearer ${world.token}` };
  const response = await fetch(`http://127.0.0.1:${center.operationsPort}${path}`, { headers });
  return { status: response.status, body: await response.json() };
}
