/** One VRS node: store, keys, server. Any number of nodes may share a PostgreSQL store (invariant H). */
import { err, ok, type Result } from 'neverthrow';
import { verifyCard } from '../../card-reader/index.ts';
import { vrsPublicKeySet } from '../certificates/index.ts';
import { signVrsKeySet } from '../sealing/index.ts';
import type { VrsConfiguration } from './configuration.ts';
import { addVrsRoutes } from './http/vrs-routes.ts';
import { createVrsServer, type VrsServer } from './http/vrs-server.ts';
import type { VerifyCard } from './issuing/card-check.ts';
import { useKeys } from './signing-keys.ts';
import { readStartFiles, type StartFileError } from './start-files.ts';
import { type OpenDatabase, openDatabase, type StoreError } from './store/open-store.ts';
import { registerAreas } from './store/register-area.ts';
import { removeExpired } from './store/remove-expired.ts';
import { createVrsStore } from './store/vrs-store.ts';
import { loadSyntheticData, type SyntheticPersonFacts } from './synthetic-data/load-synthetic-data.ts';
import { SYNTHETIC_MUNICIPALITIES } from './synthetic-data/municipalities.ts';
import type { Report } from './vrs-events.ts';

export type VrsStartError =
  | StartFileError
  | StoreError
  /** Invented people and production cards must not meet in one store. */
  | { readonly kind: 'synthetic-data-beside-production-cards' }
  /** The certificate or key for TLS is not one. */
  | { readonly kind: 'invalid-tls'; readonly cause: unknown }
  | { readonly kind: 'cannot-listen'; readonly cause: unknown };

export type RunningVrs = {
  readonly port: number;
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
  /** A store that is open already; the node leaves it open. */
  readonly database?: OpenDatabase;
};

const ERASING_INTERVAL_MS = 60_000;

/** Starts a node. */
export async function startVrs(
  configuration: VrsConfiguration,
  surroundings: VrsSurroundings = {},
): Promise<Result<RunningVrs, VrsStartError>> {
  const { report = () => undefined, now = () => new Date() } = surroundings;
  const read = await readStartFiles(configuration);
  if (read.isErr()) return err(read.error);
  const { keys, masterKey, anchors, tls } = read.value;
  if (configuration.syntheticData && anchors.some(({ environment }) => environment === 'production')) {
    return err({ kind: 'synthetic-data-beside-production-cards' });
  }
  let app: VrsServer;
  try {
    app = createVrsServer({ tls, allowedCenters: configuration.allowedCenters, report });
  } catch (cause) {
    return err({ kind: 'invalid-tls', cause });
  }
  const opened =
    surroundings.database === undefined
      ? await openDatabase(configuration.store)
      : ok({ ...surroundings.database, close: () => Promise.resolve() });
  if (opened.isErr()) return err(opened.error);
  const store = createVrsStore({ ...opened.value, masterKey });
  try {
    if (configuration.syntheticData) {
      await registerAreas(opened.value.database, masterKey, SYNTHETIC_MUNICIPALITIES);
      await loadSyntheticData(store, surroundings.people ?? []);
    }
  } catch (cause) {
    await store.close();
    return err({ kind: 'store-unavailable', cause });
  }
  const signingKeys = await useKeys(keys);
  addVrsRoutes(app, {
    store,
    keys: signingKeys,
    anchors,
    verifyCard: surroundings.verifyCard ?? verifyCard,
    now,
    report,
    maxInFlight: configuration.maxInFlight,
    challengeLifeSeconds: configuration.challengeLifeSeconds,
    keySet: () => signVrsKeySet(vrsPublicKeySet(keys, now()), signingKeys.root),
  });
  try {
    await app.listen(configuration.listen);
  } catch (cause) {
    await app.close();
    await store.close();
    return err({ kind: 'cannot-listen', cause });
  }
  const erasing = setInterval(() => {
    removeExpired(store, now()).catch(() => report('ERASING_FAILED'));
  }, ERASING_INTERVAL_MS);
  const address = app.server.address();
  return ok({
    port: typeof address === 'object' && address !== null ? address.port : configuration.listen.port,
    stop: async () => {
      clearInterval(erasing);
      await app.close();
      await store.close();
    },
  });
}
