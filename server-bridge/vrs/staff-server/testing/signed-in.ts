/**
 * A running VRS with its staff listener, staff terminals, and people who have signed in, over real mutual TLS, for tests. Everything in
 * it is synthetic: the invented municipalities with the invented people of the card room.
 *
 * `const world = await startStaffWorld(); const person = await world.signIn({ people: 'read' });` and then
 * `person.client.ask('/operations/people/search', { body: … })`; another area with `world.signIn(rights, { area: '900028' })`. A browser
 * takes the certificate of `world.terminal(area)` and signs in by the page with `staffId`, `password` and `await freshCode()`.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from 'otpauth';
import * as v from 'valibot';
import { syntheticCardAnchors } from '../../../../card-reader/virtual/index.ts';
import { type MunicipalityCode, MunicipalityCodeSchema } from '../../../protocol/index.ts';
import { codeAt, createPasswordHashing, LISTENER_RATES, type ListenerRates } from '../../../staff-access/index.ts';
import { type StaffClient, staffClient } from '../../../staff-access/testing/staff-client.ts';
import {
  authorityProfile,
  type CredentialPaths,
  clientProfile,
  createDevelopmentTrust,
  ensureCredential,
} from '../../../trust/index.ts';
import type { VrsConfiguration } from '../../configuration.ts';
import { createDevelopmentFiles } from '../../development-files.ts';
import { type FilledStore, filledStore } from '../../filled-store.ts';
import { createOperationLog } from '../../operation-log/index.ts';
import { accountsOf } from '../../staff/accounts.ts';
import {
  type Rights,
  RightsSchema,
  type StaffId,
  StaffIdSchema,
  type StaffTerminalName,
  StaffTerminalNameSchema,
} from '../../staff/rights.ts';
import { registerTerminal } from '../../staff/staff-terminals.ts';
import { type RunningVrs, startVrs } from '../../start-vrs.ts';
import { SYNTHETIC_TERMINAL } from '../../synthetic-data/synthetic-staff-terminals.ts';
import type { VrsEvent } from '../../vrs-events.ts';
import { readStaffSecrets } from '../staff-files.ts';

/** The area that is meant where none is said. */
export const AREA = v.parse(MunicipalityCodeSchema, '900010');

const PLENTY = { capacity: 100_000, refillMs: 1, maxKeys: 1_000 };

export type Person = {
  readonly area: MunicipalityCode;
  readonly staffId: StaffId;
  readonly password: string;
  /** A code that counts now, however many have counted in this half minute. */
  freshCode(): Promise<string>;
  /** At the terminal and node the person was made for; signed in where `signIn` made it. */
  readonly client: StaffClient;
  readonly cookie: { readonly name: string; readonly value: string; readonly url: string };
};

/** What is meant where something is left out: the first area, its own terminal, the first node, a new id. */
export type Where = {
  readonly area?: string;
  readonly staffId?: string;
  readonly terminal?: string;
  readonly node?: RunningVrs;
};

export type StaffWorld = FilledStore & {
  readonly vrs: RunningVrs;
  /** `https://127.0.0.1:PORT`; its certificate is the development trust's. */
  readonly origin: string;
  /** PEM of the authority of the listener's own certificate. */
  readonly serverCa: Buffer;
  readonly configuration: VrsConfiguration;
  /** Everything reported by all nodes. */
  readonly events: readonly VrsEvent[];
  /** One more node on the same store. */
  startNode(): Promise<RunningVrs>;
  /** Registers another terminal, with a certificate. */
  addTerminal(terminal: string, area?: string): Promise<StaffTerminalName>;
  /** Certificate and key of a terminal, registered or not; the same each time unless `anew`. */
  credential(
    terminal: string,
    o?: {
      readonly area?: string;
      /** Another URI name, or several. */
      readonly uri?: string;
      readonly uris?: readonly string[];
      readonly authority?: 'another';
      readonly anew?: boolean;
    },
  ): Promise<CredentialPaths>;
  /** Somebody at a terminal, not signed in. */
  client(o?: Where): Promise<StaffClient>;
  /** An account as an administrator makes it: first password, not signed in. */
  person(rights: Partial<Rights>, o?: Where): Promise<Person>;
  /** An account with an own password, signed in. */
  signIn(rights: Partial<Rights>, o?: Where): Promise<Person>;
};

/** @param o `assetsDirectory`: the built page; without it a page that says nothing */
export async function startStaffWorld(
  o: {
    readonly assetsDirectory?: string;
    readonly now?: () => Date;
    /** As in service where it is said; else as much as a test asks for. */
    readonly rates?: ListenerRates;
    readonly staff?: Partial<NonNullable<VrsConfiguration['staff']>>;
  } = {},
): Promise<StaffWorld> {
  const now = o.now ?? (() => new Date());
  // TLS looks at the machine's clock, whatever a test has turned.
  const madeAt = new Date();
  const folder = await mkdtemp(join(tmpdir(), 'kofu-vrs-staff-'));
  const filled = await filledStore();
  const trust = (await createDevelopmentTrust(join(folder, 'trust'), { terminals: [], now: madeAt }))._unsafeUnwrap();
  const developed = await createDevelopmentFiles(folder, {
    iss: 'https://vc.vrs.example/issuer',
    now: madeAt,
    cardAnchors: syntheticCardAnchors(),
  });
  const files = developed._unsafeUnwrap();
  await writeFile(files.masterKeyFile, filled.masterKey.toString('base64url'), { mode: 0o600 });
  const emptyPage = join(folder, 'page');
  await mkdir(emptyPage);
  await writeFile(join(emptyPage, 'index.html'), '<!doctype html><title>Kofu</title>');
  const server = { key: trust.vrsServer.keyFile, certificate: trust.vrsServer.certificateFile };
  const configuration: VrsConfiguration = {
    listen: { host: '127.0.0.1', port: 0 },
    tls: { ...server, clientCa: trust.lgwanCaFile },
    signing: { kind: 'files' },
    store: { kind: 'pglite', directory: null },
    keysFile: files.keysFile,
    masterKeyFile: files.masterKeyFile,
    cardAnchorsFile: files.cardAnchorsFile,
    allowedCenters: ['urn:kofu:center:development'],
    syntheticData: true,
    maxInFlight: 20,
    challengeLifeSeconds: 120,
    staff: {
      listen: { host: '127.0.0.1', port: 0 },
      tls: { ...server, clientCa: files.staff.terminalCaFile },
      assetsDirectory: o.assetsDirectory ?? emptyPage,
      secretKeyFile: files.staffSecretKeyFile,
      spoolDirectory: join(folder, 'spool'),
      idleMinutes: 15,
      sessionHours: 10,
      passwordDays: 90,
      blankAfterSeconds: 120,
      ...o.staff,
    },
  };
  const nodes: RunningVrs[] = [];
  const events: VrsEvent[] = [];
  const startNode = async (): Promise<RunningVrs> => {
    const staffRates = o.rates ?? {
      ...LISTENER_RATES,
      requests: PLENTY,
      signInsOfAddress: PLENTY,
      signInsOfAccount: PLENTY,
    };
    const report = (event: VrsEvent) => events.push(event);
    const surroundings = { database: await filled.another(), report, now, staffRates };
    const node = (await startVrs(configuration, surroundings))._unsafeUnwrap();
    nodes.push(node);
    return node;
  };
  const vrs = await startNode();
  const serverCa = await readFile(trust.lgwanCaFile);
  const secrets = (await readStaffSecrets(files.staffSecretKeyFile))._unsafeUnwrap();
  const log = createOperationLog({ now });
  const { store } = filled;
  const accountParts = { store, log, hashing: createPasswordHashing(), secrets, now };
  const areaOf = (area: string = AREA): MunicipalityCode => v.parse(MunicipalityCodeSchema, area);

  let made = 0;
  const credential: StaffWorld['credential'] = async (terminal, how = {}) => {
    const paths = (name: string): CredentialPaths => ({
      certificateFile: join(folder, `${name}.certificate.pem`),
      keyFile: join(folder, `${name}.key.pem`),
    });
    const ca = how.authority === undefined ? 'staff-terminal-ca' : 'another-ca';
    const authority = await ensureCredential(paths(ca), authorityProfile(ca), null, madeAt);
    const names = how.uris ?? [how.uri ?? `urn:kofu:staff-terminal:${how.area ?? AREA}:${terminal}`];
    made += how.anew === true ? 1 : 0;
    const at = paths(Buffer.from(JSON.stringify([ca, names, how.anew === true ? made : 0])).toString('hex'));
    const profile = { ...clientProfile(terminal, ''), names: names.map((value) => ({ type: 'url' as const, value })) };
    await ensureCredential(at, profile, authority, madeAt);
    return at;
  };
  const client: StaffWorld['client'] = async ({ area, terminal = SYNTHETIC_TERMINAL, node = vrs } = {}) => {
    const { certificateFile, keyFile } = await credential(terminal, { area: areaOf(area) });
    const shown = { cert: await readFile(certificateFile), key: await readFile(keyFile) };
    return staffClient(node.staffPort ?? 0, serverCa, shown);
  };
  let people = 0;
  const person: StaffWorld['person'] = async (rights, where = {}) => {
    people += 1;
    const area = areaOf(where.area);
    const staffId = v.parse(StaffIdSchema, where.staffId ?? `person.${people}`);
    const actor = { kind: 'system', area } as const;
    const account = { staffId, name: '見本 職員', roles: v.parse(RightsSchema, rights) };
    const { firstPassword, otpauthUri } = (await accountsOf(accountParts, actor).make(account))._unsafeUnwrap();
    const secret = Secret.fromBase32(new URL(otpauthUri).searchParams.get('secret') ?? '').bytes;
    const sitting = await client(where);
    return {
      area,
      staffId,
      password: firstPassword,
      async freshCode() {
        await store.inArea(area, ({ database }) =>
          database.updateTable('staff_accounts').set({ last_code_step: 0 }).where('staff_id', '=', staffId).execute(),
        );
        return codeAt(secret, now());
      },
      client: sitting,
      get cookie() {
        const [name = '', value = ''] = (sitting.cookie ?? '').split('=');
        return { name, value, url: sitting.origin };
      },
    };
  };

  return {
    ...filled,
    vrs,
    origin: `https://127.0.0.1:${vrs.staffPort}`,
    serverCa,
    configuration,
    events,
    startNode,
    async addTerminal(terminal, area) {
      const name = v.parse(StaffTerminalNameSchema, terminal);
      const registered = await registerTerminal({ store, log, now }, { kind: 'system', area: areaOf(area) }, name);
      registered._unsafeUnwrap();
      return name;
    },
    credential,
    client,
    person,
    async signIn(rights, where) {
      const newcomer = await person(rights, where);
      const { client: sitting, staffId } = newcomer;
      const password = `${randomBytes(12).toString('base64url')}-xkcd`;
      const code = await newcomer.freshCode();
      const signedIn = await sitting.ask('/console/sign-in', { body: { staffId, password: newcomer.password, code } });
      if (signedIn.status !== 200) throw new Error(`sign-in answered ${signedIn.status} ${signedIn.text}`);
      sitting.csrf = signedIn.body.csrf;
      const changed = await sitting.ask('/console/password', { body: { present: newcomer.password, next: password } });
      if (changed.status !== 204) throw new Error(`password answered ${changed.status} ${changed.text}`);
      return Object.defineProperty({ ...newcomer, password }, 'cookie', { get: () => newcomer.cookie });
    },
    async close() {
      for (const node of nodes) await node.stop();
      await filled.close();
      await rm(folder, { recursive: true });
    },
  };
}
