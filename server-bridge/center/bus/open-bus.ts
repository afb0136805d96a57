/** The bus the configuration asks for; without a word, what fits the store: one process alone, or PostgreSQL's own notifications. */
import { err, ok, type Result } from 'neverthrow';
import { type ConfigurationError, readNamedFile, type StoreConfiguration } from '../configuration.ts';
import type { CenterLog } from '../event-catalogue.ts';
import type { Bus } from './bus.ts';
import type { BusConfiguration } from './bus-configuration.ts';
import { openConnectedBus } from './connected-bus.ts';
import { openInProcessBus } from './in-process-bus.ts';
import type { NatsLogin } from './nats-login.ts';
import { type NatsSettings, natsTransport } from './nats-transport.ts';
import { postgresTransport } from './postgres-transport.ts';

export function openPostgresBus(o: { readonly url: string; readonly log: CenterLog }): Bus {
  return openConnectedBus({ transport: postgresTransport(o.url), log: o.log });
}

export function openNatsBus(o: NatsSettings & { readonly log: CenterLog }): Bus {
  return openConnectedBus({ transport: natsTransport(o), log: o.log });
}

type NatsConfiguration = Extract<BusConfiguration, { kind: 'nats' }>;

const readOptional = async (
  what: string,
  file: string | undefined,
): Promise<Result<Buffer | null, ConfigurationError>> =>
  file === undefined ? ok(null) : await readNamedFile(what, file);

/** Reads the files a NATS section names, so that a wrong name is said at the start and not retried for ever. */
async function natsSettings(section: NatsConfiguration): Promise<Result<NatsSettings, ConfigurationError>> {
  const { servers, tls } = section;
  const ca = await readOptional('bus.tls.caFile', tls?.caFile);
  if (ca.isErr()) return err(ca.error);
  const certificate = await readOptional('bus.tls.certificateFile', tls?.certificateFile);
  if (certificate.isErr()) return err(certificate.error);
  const key = await readOptional('bus.tls.keyFile', tls?.keyFile);
  if (key.isErr()) return err(key.error);
  const login = await natsLogin(section);
  return login.map((read) => ({
    servers,
    tls: ca.value === null ? null : { ca: ca.value, certificate: certificate.value, key: key.value },
    login: read,
  }));
}

async function natsLogin(section: NatsConfiguration): Promise<Result<NatsLogin, ConfigurationError>> {
  const { credentialsFile, tokenFile, user, nkeySeedFile } = section;
  const read = async (what: string, file: string): Promise<Result<string, ConfigurationError>> =>
    (await readNamedFile(what, file)).map((bytes) => bytes.toString('utf8').trim());
  if (credentialsFile !== undefined) {
    const credentials = await readNamedFile('bus.credentialsFile', credentialsFile);
    return credentials.map((bytes) => ({ kind: 'credentials', credentials: bytes }));
  }
  if (tokenFile !== undefined) {
    return (await read('bus.tokenFile', tokenFile)).map((token) => ({ kind: 'token', token }));
  }
  if (user !== undefined) {
    const password = await read('bus.user.passwordFile', user.passwordFile);
    return password.map((text) => ({ kind: 'password', user: user.name, password: text }));
  }
  if (nkeySeedFile !== undefined) {
    const seed = await read('bus.nkeySeedFile', nkeySeedFile);
    return seed.map((text) => ({ kind: 'nkey', seed: Buffer.from(text, 'ascii') }));
  }
  return ok({ kind: 'none' });
}

/**
 * Opens the bus; whether its server is there does not matter, since it connects by itself.
 * @returns an error only for what the configuration names and is not to be read, or `postgres` on an embedded store
 */
export async function openBus(
  section: BusConfiguration | undefined,
  o: { readonly store: StoreConfiguration; readonly log: CenterLog },
): Promise<Result<Bus, ConfigurationError>> {
  const { store, log } = o;
  const kind = section?.kind ?? (store.kind === 'postgres' ? 'postgres' : 'in-process');
  if (section?.kind === 'nats') {
    const settings = await natsSettings(section);
    return settings.map((read) => openNatsBus({ ...read, log }));
  }
  if (kind === 'in-process') return ok(openInProcessBus());
  if (store.kind === 'postgres') return ok(openPostgresBus({ url: store.url, log }));
  return err({ kind: 'invalid-content', what: 'configuration', issues: ['bus'] });
}
