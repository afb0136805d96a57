/** One VRS node: store, keys, server. Any number of nodes may share a PostgreSQL store (invariant H). */
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { err, ok, type Result } from 'neverthrow';
import { verifyCard } from '../../card-reader/index.ts';
import { verifyPassport } from '../../card-reader/passport/index.ts';
import { healthCardPublicKeys, SIGNING_KEY_YEAR_MS, type VrsKeys, vrsPublicKeySet } from '../certificates/index.ts';
import { signVrsKeySet } from '../sealing/index.ts';
import type { ListenerRates } from '../staff-access/index.ts';
import { type AreaKeysError, checkMasterKey } from './area-keys/check-master-key.ts';
import type { VrsConfiguration } from './configuration.ts';
import { startHouseWork } from './house-work.ts';
import { isNamed } from './http/peer-certificate.ts';
import { closePublicly, createPublicKeysServer, listenPublicly } from './http/public-keys-server.ts';
import { addVrsRoutes } from './http/vrs-routes.ts';
import { createVrsServer, type VrsServer } from './http/vrs-server.ts';
import type { VerifyCard } from './issuing/card-check.ts';
import { readWebhooks, tellDetections } from './notices/index.ts';
import { openSigningKeys } from './open-signing-keys.ts';
import { createOperationLog } from './operation-log/index.ts';
import { SHORTEST_RETENTION_YEARS } from './register/index.ts';
import type { SigningKeyError } from './signing-keys.ts';
import type { VrsStaffRoute } from './staff/vrs-staff-route.ts';
import { openStaff, readStaffFiles } from './staff-server/index.ts';
import { readStartFiles, type StartFileError } from './start-files.ts';
import { type OpenDatabase, openDatabase, type StoreError } from './store/open-store.ts';
import { registerAreas } from './store/register-area.ts';
import { createVrsStore } from './store/vrs-store.ts';
import { loadSyntheticData, type SyntheticPersonFacts } from './synthetic-data/load-synthetic-data.ts';
import { SYNTHETIC_MUNICIPALITIES } from './synthetic-data/municipalities.ts';
import { registerSyntheticTerminals } from './synthetic-data/synthetic-staff-terminals.ts';
import { createTabletServer, readTabletTls } from './tablets/index.ts';
import type { Report } from './vrs-events.ts';

export type VrsStartError =
  | StartFileError
  | StoreError
  /** The master key is another one, or cannot be asked: nothing is known of anybody, which is not the same as nobody (P10). */
  | AreaKeysError
  | SigningKeyError
  /** Invented people and production cards must not meet in one store. */
  | { readonly kind: 'synthetic-data-beside-production-cards' }
  /** The certificate or key for TLS is not one. */
  | { readonly kind: 'invalid-tls'; readonly cause: unknown }
  | { readonly kind: 'cannot-listen'; readonly cause: unknown };

export type RunningVrs = {
  readonly port: number;
  /** Where the issuer's keys are published, or null where that is not configured. */
  readonly publicPort: number | null;
  /** Of the municipalities' staff, or null where that is not configured. */
  readonly staffPort: number | null;
  /** Where tablets at vaccination sites come, or null where they do not. */
  readonly tabletPort: number | null;
  /** What staff can do there. */
  readonly staffRoutes: readonly VrsStaffRoute[];
  /** Takes no new request, lets those in flight end, closes the store. */
  readonly stop: () => Promise<void>;
};

/** What is given instead of taken, for tests and for whoever composes processes. */
export type VrsSurroundings = {
  readonly report?: Report;
  readonly now?: () => Date;
  readonly verifyCard?: VerifyCard;
  /** Invented people; used where the configuration asks for synthetic data. */
  readonly people?: readonly SyntheticPersonFacts[];
  /** How much the staff listener takes of one address and for one account. */
  readonly staffRates?: ListenerRates;
  /** A store that is open already; the node leaves it open. */
  readonly database?: OpenDatabase;
};

const REMINDING_INTERVAL_MS = 24 * 60 * 60_000;

/** Starts a node. */
export async function startVrs(
  configuration: VrsConfiguration,
  surroundings: VrsSurroundings = {},
): Promise<Result<RunningVrs, VrsStartError>> {
  const { report = () => undefined, now = () => new Date() } = surroundings;
  const read = await readStartFiles(configuration);
  if (read.isErr()) return err(read.error);
  const { keys, masterKey, closeMasterKey, anchors, passportAnchors, tls, publicTls } = read.value;
  // Closed in the opposite order of opening, also where the start fails half-way.
  const closing: (() => Promise<unknown>)[] = [closeMasterKey];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  const giveUp = async (error: VrsStartError): Promise<Result<never, VrsStartError>> => {
    await stop();
    return err(error);
  };
  if (configuration.syntheticData && anchors.some(({ environment }) => environment === 'production')) {
    return await giveUp({ kind: 'synthetic-data-beside-production-cards' });
  }
  const { staff: staffConfiguration } = configuration;
  const staffFiles = await readStaffFiles(staffConfiguration);
  if (staffFiles.isErr()) return await giveUp(staffFiles.error);
  const tabletTls = await readTabletTls(configuration.tablets);
  if (tabletTls.isErr()) return await giveUp(tabletTls.error);
  const webhooks = await readWebhooks(configuration.notices);
  if (webhooks.isErr()) return await giveUp(webhooks.error);
  const { allowedCenters, allowedGateways = [] } = configuration;
  const peers: readonly string[] = [...allowedCenters, ...allowedGateways];
  let app: VrsServer;
  let publicServer: Server | null;
  try {
    app = createVrsServer({ tls, isAllowed: (socket) => isNamed(socket, peers), report });
    const published = { iss: keys.healthCard.iss, keys: healthCardPublicKeys(keys) };
    publicServer = publicTls === null ? null : createPublicKeysServer(publicTls, published);
  } catch (cause) {
    return await giveUp({ kind: 'invalid-tls', cause });
  }
  const signing = await openSigningKeys(configuration.signing, keys);
  if (signing.isErr()) return await giveUp(signing.error);
  closing.push(signing.value.close);
  const opened =
    surroundings.database === undefined
      ? await openDatabase(configuration.store)
      : ok({ ...surroundings.database, close: () => Promise.resolve() });
  if (opened.isErr()) return await giveUp(opened.error);
  const store = createVrsStore({ ...opened.value, masterKey });
  closing.push(() => store.close());
  try {
    const opening = await checkMasterKey(store);
    if (opening.isErr()) return await giveUp(opening.error);
    if (configuration.syntheticData) {
      await registerAreas(opened.value.database, masterKey, SYNTHETIC_MUNICIPALITIES);
      await loadSyntheticData(store, surroundings.people ?? []);
      if (staffConfiguration !== undefined) await registerSyntheticTerminals(store, now);
    }
  } catch (cause) {
    return await giveUp({ kind: 'store-unavailable', cause });
  }
  const { retentionYears = SHORTEST_RETENTION_YEARS } = configuration;
  const tell = tellDetections(webhooks.value, { report, now });
  // Ends once the listeners are closed: what a node does by itself never keeps it taking new requests.
  closing.push(startHouseWork({ store, now, report, retentionYears, tell }));
  const signingKeys = signing.value.keys;
  addVrsRoutes(app, {
    store,
    keys: signingKeys,
    anchors,
    verifyCard: surroundings.verifyCard ?? verifyCard,
    passportProof: passportAnchors === null ? null : { anchors: passportAnchors, verifyPassport },
    now,
    report,
    maxInFlight: configuration.maxInFlight,
    challengeLifeSeconds: configuration.challengeLifeSeconds,
    gateways: allowedGateways,
    keySet: () => signVrsKeySet(vrsPublicKeySet(keys, now()), signingKeys.root),
  });
  const staff =
    staffConfiguration === undefined || staffFiles.value === null
      ? null
      : openStaff({
          configuration: staffConfiguration,
          files: staffFiles.value,
          store,
          report,
          now,
          isAlone: configuration.store.kind === 'pglite' && surroundings.database === undefined,
          ...ratesOf(surroundings),
        });
  const tablets =
    tabletTls.value === null
      ? null
      : createTabletServer({ store, log: createOperationLog({ now }), now, tls: tabletTls.value, report });
  let staffPort: number | null = null;
  try {
    closing.push(() => app.close());
    await app.listen(configuration.listen);
    if (publicServer !== null && configuration.publicListen !== undefined) {
      await listenPublicly(publicServer, configuration.publicListen);
      const server = publicServer;
      closing.push(() => closePublicly(server));
    }
    if (staff !== null) {
      closing.push(() => staff.close());
      staffPort = await staff.listen();
    }
    if (tablets !== null && configuration.tablets !== undefined) {
      closing.push(() => tablets.close());
      await tablets.listen(configuration.tablets.listen);
    }
  } catch (cause) {
    return await giveUp({ kind: 'cannot-listen', cause });
  }
  const reminding = setInterval(() => remindOfRollOver(keys, now(), report), REMINDING_INTERVAL_MS);
  remindOfRollOver(keys, now(), report);
  closing.push(() => {
    clearInterval(reminding);
    return Promise.resolve();
  });
  return ok({
    port: portOf(app.server) ?? configuration.listen.port,
    publicPort: publicServer === null ? null : portOf(publicServer),
    staffPort,
    tabletPort: tablets === null ? null : portOf(tablets.server),
    staffRoutes: staff?.routes ?? [],
    stop,
  });
}

const ratesOf = ({ staffRates: rates }: VrsSurroundings) => (rates === undefined ? {} : { rates });

/** Says once a day that a signing key has grown a year old, until somebody has rolled over (P14). */
function remindOfRollOver(keys: VrsKeys, now: Date, report: Report): void {
  const isDue = [keys.answer, keys.healthCard.keys, keys.vdsNc.signers].some((schedule) => {
    const newest = schedule.at(-1);
    return newest !== undefined && now.getTime() - Date.parse(newest.from) >= SIGNING_KEY_YEAR_MS;
  });
  if (isDue) report('SIGNING_KEY_DUE');
}

function portOf(server: { address(): AddressInfo | string | null }): number | null {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : null;
}
