/**
 * The listener of the municipalities' staff: registered terminals only, known by their certificate; whose area it is says the
 * certificate, so that nobody can sign in to another municipality from there, and a session opens only at the terminal where it began.
 */
import type { LocalizedText } from '../../protocol/index.ts';
import {
  type AccessParts,
  addSignInRoutes,
  createPasswordHashing,
  createPersonOfRequest,
  createSignIn,
  createStaffListener,
  LISTENER_RATES,
  type ListenerRates,
  mountStaffRoutes,
  type PasswordHashing,
  type RawRequest,
  routeWord,
  sessionCookie,
} from '../../staff-access/index.ts';
import type { OperationLog } from '../operation-log/operation-log.ts';
import { accountRoutes } from '../staff/account-routes.ts';
import { StoredRightsSchema } from '../staff/accounts.ts';
import { areaStaffStore, inOwnArea } from '../staff/area-staff-store.ts';
import { mayDo, type Rights } from '../staff/rights.ts';
import { actorOfSession, type Place, witnessStaff } from '../staff/staff-operations.ts';
import { admitTerminal, admittedTerminals } from '../staff/staff-terminals.ts';
import { terminalRoutes } from '../staff/terminal-routes.ts';
import type { StaffActor, VrsStaffRoute } from '../staff/vrs-staff-route.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import type { Report } from '../vrs-events.ts';
import { sessionMessage } from './session-message.ts';
import type { StaffConfiguration } from './staff-configuration.ts';
import type { StaffFiles } from './staff-files.ts';
import { terminalConnections } from './terminal-connections.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** How soon a terminal that was withdrawn at another node is cut off here, if it asks for nothing; whoever asks is cut off at once. */
const SWEEP_INTERVAL_MS = 5_000;
const OPERATIONS_PREFIX = '/operations';
const CONSOLE_PREFIX = '/console';

export type StaffServerParts = {
  readonly configuration: StaffConfiguration;
  readonly files: StaffFiles;
  readonly store: VrsStore;
  readonly log: OperationLog;
  readonly report: Report;
  readonly now: () => Date;
  readonly rates?: ListenerRates;
  readonly hashing?: PasswordHashing;
};

export type StaffServer = {
  /** Accounts and terminals; the caller adds what else staff can do. */
  readonly routes: readonly VrsStaffRoute[];
  /**
   * Binds the port and serves the page and these routes.
   * @returns the port
   * @throws when the port cannot be bound
   */
  listen(routes: readonly VrsStaffRoute[]): Promise<number>;
  close(): Promise<void>;
};

/** A request's terminal with everything about the people of its area. */
type TerminalParts = AccessParts<Rights> & Place & { readonly municipality: LocalizedText };

export function createStaffServer(parts: StaffServerParts): StaffServer {
  const { configuration, files, store, log, report, now } = parts;
  const { hashing = createPasswordHashing(), rates = LISTENER_RATES } = parts;
  const { secrets } = files;
  const limits = {
    idleMs: configuration.idleMinutes * MINUTE_MS,
    sessionMs: configuration.sessionHours * HOUR_MS,
    passwordMs: configuration.passwordDays * DAY_MS,
    // Ids are personal: a second sign-in ends the first (V10).
    sessionsOfOnePerson: 1,
  };
  const connections = terminalConnections();
  const admitted = new WeakMap<RawRequest, TerminalParts>();
  let origin = configuration.origin ?? '';

  /** Puts the terminal of a request beside it, if it may be at work now. */
  async function admit({ raw }: { readonly raw: RawRequest }): Promise<boolean> {
    const identity = connections.of(raw);
    if (identity === null) return false;
    const { area, terminal, fingerprint } = identity;
    const municipality = await admitTerminal({ store, now }, area, terminal);
    if (municipality === null) return false;
    const keep = witnessStaff(log, { area, terminal });
    const witness: typeof keep = (transaction, event) => {
      // Some of these are only put off and stand in no log: whoever watches the process learns of them all the same.
      if (event.kind === 'sign-in-refused') report('STAFF_REQUEST_REFUSED');
      return keep(transaction, event);
    };
    admitted.set(raw, {
      store: areaStaffStore(store, area, witness),
      hashing,
      secrets,
      limits,
      now,
      rolesSchema: StoredRightsSchema,
      scope: area,
      binding: `${area}:${terminal}:${fingerprint}`,
      area,
      terminal,
      municipality,
    });
    return true;
  }

  const app = createStaffListener({
    tls: files.tls,
    contents: [OPERATIONS_PREFIX, `${CONSOLE_PREFIX}/`],
    origin: () => origin,
    assets: files.assets,
    async admit(request) {
      const isAdmitted = await admit(request);
      if (!isAdmitted) report('STAFF_TERMINAL_REFUSED');
      return isAdmitted;
    },
    rates,
    log: {
      refused: () => report('STAFF_REQUEST_REFUSED'),
      workFailed: () => report('STORE_FAILED'),
    },
    now,
  });
  app.server.on('secureConnection', (socket) => {
    if (!connections.add(socket)) report('STAFF_TERMINAL_REFUSED');
  });
  const sweeping = setInterval(() => {
    connections.sweep((area) => admittedTerminals({ store }, area)).catch(() => report('STORE_FAILED'));
  }, SWEEP_INTERVAL_MS);
  sweeping.unref();

  const partsOf = ({ raw }: { readonly raw: RawRequest }): Promise<TerminalParts | null> => {
    const found = admitted.get(raw);
    if (found === undefined) throw new Error('a request that nobody has admitted');
    return Promise.resolve(found);
  };

  return {
    routes: [
      ...accountRoutes({ store, log, hashing, secrets, now }, limits),
      ...terminalRoutes({ store, log, now, disconnect: connections.disconnect }),
    ],
    async listen(routes) {
      const signIn = await createSignIn(hashing);
      if (signIn.isErr()) throw new Error('no password could be hashed at the start');
      const cookie = sessionCookie('vrs');
      const person = createPersonOfRequest<Rights, TerminalParts, StaffActor>({
        partsOf,
        cookie,
        actorOfSession,
        refused: () => report('STAFF_REQUEST_REFUSED'),
      });
      addSignInRoutes<Rights, TerminalParts>(app, {
        prefix: CONSOLE_PREFIX,
        partsOf,
        signIn: signIn.value,
        person,
        cookie,
        rates,
        now,
        sessionMessage: (session, at) => sessionMessage(session, at, configuration.blankAfterSeconds * 1_000),
      });
      mountStaffRoutes(app, routes, {
        prefix: OPERATIONS_PREFIX,
        mayDo,
        actorOf: person.actorOf,
        async onForbidden(actor, { method, path }) {
          report('STAFF_REQUEST_REFUSED');
          const event = { operation: 'request-forbidden', personId: null, result: 'forbidden' } as const;
          const target = routeWord(method, path);
          await inOwnArea(store, actor.area, (transaction) => log.append(transaction, { actor, ...event, target }));
        },
      });
      await app.listen(configuration.listen);
      const bound = app.server.address();
      const port = typeof bound === 'object' && bound !== null ? bound.port : configuration.listen.port;
      if (configuration.origin === undefined) origin = `https://${configuration.listen.host}:${port}`;
      return port;
    },
    async close() {
      clearInterval(sweeping);
      await app.close();
    },
  };
}
