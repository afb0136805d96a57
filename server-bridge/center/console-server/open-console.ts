/** The console of one center, put together from its configuration: files, sign-in, sessions, page, routes of staff. */
import { createSecureContext } from 'node:tls';
import { err, ok, type Result } from 'neverthrow';
import type * as v from 'valibot';
import {
  addSignInRoutes,
  createPasswordHashing,
  createPersonOfRequest,
  createSignIn,
  createStaffListener,
  LISTENER_RATES,
  type ListenerRates,
  type LiveSession,
  mountStaffRoutes,
  type PageAsset,
  readPageAssets,
  routeWord,
  type SecretBox,
  secretBoxFrom,
  sessionCookie,
} from '../../staff-access/index.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import { type ConfigurationError, type ConsoleConfiguration, readNamedFile } from '../configuration.ts';
import type { SessionSchema } from '../console-api/staff.ts';
import type { CenterLog } from '../event-catalogue.ts';
import { accountRoutes } from '../staff/account-routes.ts';
import { mayDo, RIGHTS } from '../staff/rights.ts';
import { accessPartsOf, type Roles, type StaffParts } from '../staff/staff-parts.ts';
import type { StaffRoute } from '../staff/staff-route.ts';
import { actorOfSession } from '../staff/staff-witness.ts';
import type { CenterDatabase } from '../store/index.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export type ConsoleFiles = {
  readonly tls: { readonly cert: Buffer; readonly key: Buffer };
  readonly assets: ReadonlyMap<string, PageAsset>;
  readonly secrets: SecretBox;
};

export type Console = {
  /** What the people's accounts add to the routes of staff. */
  readonly routes: readonly StaffRoute[];
  /**
   * Binds the port and serves the page and these routes.
   * @returns the port; null where there is no console
   * @throws when the port cannot be bound
   */
  listen(routes: readonly StaffRoute[]): Promise<number | null>;
  close(): Promise<void>;
};

/** Of a center without a console in its configuration. */
const NO_CONSOLE: Console = {
  routes: [],
  listen: () => Promise.resolve(null),
  close: () => Promise.resolve(),
};

/** Reads the key of second factors. */
export async function readSecretBox(file: string): Promise<Result<SecretBox, ConfigurationError>> {
  const what = 'console.secretKeyFile';
  const text = await readNamedFile(what, file);
  if (text.isErr()) return err(text.error);
  const secrets = secretBoxFrom(text.value.toString('utf8'));
  return secrets === null
    ? err({ kind: 'invalid-content', what, issues: ['one to four keys of 64 hexadecimal digits, one a line'] })
    : ok(secrets);
}

export async function readConsoleFiles(
  configuration: ConsoleConfiguration | undefined,
): Promise<Result<ConsoleFiles | null, ConfigurationError>> {
  if (configuration === undefined) return ok(null);
  const secrets = await readSecretBox(configuration.secretKeyFile);
  if (secrets.isErr()) return err(secrets.error);
  const assets = await readPageAssets(configuration.assetsDirectory, 'console.assetsDirectory');
  if (assets.isErr()) return err(assets.error);
  const cert = await readNamedFile('console.tls.certificateFile', configuration.tls.certificateFile);
  if (cert.isErr()) return err(cert.error);
  const key = await readNamedFile('console.tls.keyFile', configuration.tls.keyFile);
  if (key.isErr()) return err(key.error);
  const tls = { cert: cert.value, key: key.value };
  try {
    createSecureContext({ ...tls, minVersion: 'TLSv1.3' });
  } catch {
    const issues = ['certificate and key are not usable together'];
    return err({ kind: 'invalid-content', what: 'console.tls', issues });
  }
  return ok({ tls, assets: assets.value, secrets: secrets.value });
}

export function createConsole(
  configuration: ConsoleConfiguration | undefined,
  files: ConsoleFiles | null,
  parts: {
    readonly database: CenterDatabase;
    readonly audit: AuditTrail;
    readonly log: CenterLog;
    readonly now: () => Date;
    readonly rates?: ListenerRates;
  },
): Console {
  if (configuration === undefined || files === null) return NO_CONSOLE;
  const { database, audit, log, now } = parts;
  const rates = parts.rates ?? LISTENER_RATES;
  const limits = {
    idleMs: configuration.idleMinutes * MINUTE_MS,
    sessionMs: configuration.sessionHours * HOUR_MS,
    passwordMs: configuration.passwordDays * DAY_MS,
  };
  const { secrets } = files;
  const staff: StaffParts = { database, hashing: createPasswordHashing(), secrets, audit, log, limits, now };
  let origin = configuration.origin ?? '';
  const access = accessPartsOf(staff);
  const app = createStaffListener({
    tls: files.tls,
    origin: () => origin,
    contents: ['/operations', '/console/'],
    assets: files.assets,
    rates,
    log: {
      refused: (reason) => log.record('CONSOLE_REFUSED', { reason }),
      workFailed: () => log.record('WORK_FAILED', { where: 'console' }),
    },
    now,
  });

  return {
    routes: accountRoutes(staff),
    async listen(routes) {
      const signIn = await createSignIn(staff.hashing);
      if (signIn.isErr()) throw new Error('no password could be hashed at the start');
      const partsOf = () => Promise.resolve(access);
      const cookie = sessionCookie('console');
      const person = createPersonOfRequest({
        partsOf,
        cookie,
        actorOfSession,
        refused: (reason) => log.record('CONSOLE_REFUSED', { reason }),
      });
      const prefix = '/console';
      addSignInRoutes(app, { prefix, partsOf, signIn: signIn.value, person, cookie, rates, now, sessionMessage });
      mountStaffRoutes(app, routes, {
        prefix: '/operations',
        mayDo,
        actorOf: person.actorOf,
        async onForbidden(actor, { method, path }) {
          log.record('CONSOLE_REFUSED', { reason: 'forbidden' });
          const target = routeWord(method, path);
          await audit.append({ actor, action: 'request-forbidden', target, result: 'forbidden' });
        },
      });
      await app.listen({ host: configuration.host, port: configuration.port });
      const bound = app.server.address();
      const port = typeof bound === 'object' && bound !== null ? bound.port : configuration.port;
      if (configuration.origin === undefined) origin = `https://${configuration.host}:${port}`;
      return port;
    },
    close: () => app.close(),
  };
}

function sessionMessage(session: LiveSession<Roles>): v.InferInput<typeof SessionSchema> {
  const { staffId, name, roles, csrf, idleEndsAt, endsAt, mustChangePassword } = session;
  return {
    staffId,
    name,
    roles: [...roles],
    rights: RIGHTS.filter((right) => mayDo(actorOfSession(session), right)),
    csrf,
    idleEndsAt: idleEndsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    mustChangePassword,
  };
}
