/** VRS and gateway over real TLS, and a phone for each person: what the tests of electronic issuing share. People and keys are invented. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from 'neverthrow';
import { ok } from 'neverthrow';
import * as v from 'valibot';
import {
  buildSyntheticPassport,
  type SyntheticPassport,
  type SyntheticPassportOptions,
} from '../../card-reader/passport/virtual/index.ts';
import {
  buildSyntheticCard,
  findSyntheticPerson,
  type SyntheticCardOptions,
  syntheticPeople,
  VirtualReader,
} from '../../card-reader/virtual/index.ts';
import {
  type Attestation,
  createDevelopmentGateway,
  type DevelopmentGateway,
  type GatewayConfiguration,
  type RunningGateway,
  startGateway,
} from '../../server-bridge/app-gateway/index.ts';
import {
  EcPrivateJwkSchema,
  type IssuedResult,
  MunicipalityCodeSchema,
  memorySink,
} from '../../server-bridge/index.ts';
import { type RunningVrs, startVrs, type VrsConfiguration } from '../../server-bridge/vrs/index.ts';
import { type PrivateFiles, preparePrivateFiles } from '../environment/private-files.ts';
import type { AppFault } from './app-fault.ts';
import { createAttestationService } from './attestation-service.ts';
import { type GatewayClient, openGatewayClient } from './gateway-client.ts';
import { useApp } from './use-app.ts';

export type PhoneOptions = {
  readonly person: string;
  readonly kind?: 'domestic' | 'overseas';
  readonly municipality?: string;
  readonly pin?: string;
  readonly card?: SyntheticCardOptions;
  readonly passport?: SyntheticPassport;
  /** Another way than the gateway itself. */
  readonly port?: number;
  readonly attest?: (attestation: Attestation) => Attestation;
  readonly build?: string;
  readonly waitMs?: number;
};

export type AppWorld = {
  readonly directory: string;
  readonly files: PrivateFiles;
  readonly development: DevelopmentGateway;
  readonly vrs: RunningVrs;
  readonly storeDirectory: string;
  readonly gateway: RunningGateway;
  /** Everything the gateway has logged. */
  readonly log: () => readonly string[];
  /** Another gateway before the same VRS. */
  another(change: (configuration: GatewayConfiguration) => GatewayConfiguration): Promise<RunningGateway>;
  use(phone: PhoneOptions): Promise<Result<IssuedResult, AppFault>>;
  client(o?: Pick<PhoneOptions, 'port' | 'attest' | 'build'>): Promise<GatewayClient>;
  stop(): Promise<void>;
};

/** The passport of `no-passport`, whom no municipality knows one of; `o` changes what a test is about. */
export function passportFor(
  world: Pick<AppWorld, 'files'>,
  o: Partial<SyntheticPassportOptions> = {},
): SyntheticPassport {
  const holder = {
    primaryIdentifier: 'MIHON',
    secondaryIdentifier: 'SYNTHETIC',
    documentNumber: 'ZZ0000009',
    birthDate: findSyntheticPerson('no-passport')?.birthDate.slice(2) ?? '',
    ...o.holder,
  };
  return buildSyntheticPassport({ state: world.files.passportState, access: 'both', ...o, holder });
}

export const HOME_CITY = '900010';

/** `keepsStore`: VRS's store is in `storeDirectory`; otherwise in memory. */
export async function buildAppWorld(o: { readonly keepsStore: boolean } = { keepsStore: false }): Promise<AppWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'kofu-app-'));
  const now = (): Date => new Date();
  const files = await preparePrivateFiles(join(directory, 'files'), [], now());
  const { trust } = files;
  const development = await createDevelopmentGateway(join(directory, 'gateway'), { trust, now: now() });
  const storeDirectory = join(directory, 'store');
  const configuration: VrsConfiguration = {
    listen: { host: '127.0.0.1', port: 0 },
    tls: { key: trust.vrsServer.keyFile, certificate: trust.vrsServer.certificateFile, clientCa: trust.lgwanCaFile },
    signing: { kind: 'files' },
    store: { kind: 'pglite', directory: o.keepsStore ? storeDirectory : null },
    keysFile: files.vrs.keysFile,
    masterKeyFile: files.vrs.masterKeyFile,
    cardAnchorsFile: files.vrs.cardAnchorsFile,
    passportAnchorsFile: files.passportAnchorsFile,
    allowedCenters: ['urn:kofu:center:development'],
    allowedGateways: [development.gatewayName],
    syntheticData: true,
    maxInFlight: 20,
    challengeLifeSeconds: 120,
  };
  const vrs = (await startVrs(configuration, { people: syntheticPeople() }))._unsafeUnwrap();
  const sink = memorySink();
  const another: AppWorld['another'] = async (change) =>
    (await startGateway(change(development.configuration(vrs.port)), { sink }))._unsafeUnwrap();
  const gateway = await another((same) => same);
  const key = v.parse(EcPrivateJwkSchema, JSON.parse(await readFile(development.attestationKeyFile, 'utf8')));
  const ca = await readFile(development.publicCaFile);
  const { app } = development;

  const client: AppWorld['client'] = (way = {}) => {
    const change = way.attest === undefined ? {} : { change: way.attest };
    const attestation = createAttestationService({ key, app, build: way.build ?? development.build, now, ...change });
    return Promise.resolve(openGatewayClient({ host: '127.0.0.1', port: way.port ?? gateway.port, ca, attestation }));
  };
  return {
    ...{ directory, files, development, vrs, storeDirectory, gateway, another, client },
    log: () => sink.lines,
    async use(phone) {
      const person = findSyntheticPerson(phone.person);
      if (person === undefined) throw new Error(`no synthetic person ${phone.person}`);
      const hands = new VirtualReader();
      hands.insert(buildSyntheticCard(person, phone.card ?? {}));
      const reader = hands.openInProcess();
      const way = await client(phone);
      const { passport } = phone;
      try {
        return await useApp(
          {
            ...{ gateway: way, reader, now, rootKey: files.vrs.rootPublicKey },
            ...(phone.waitMs === undefined ? {} : { waitMs: phone.waitMs }),
            signal: AbortSignal.timeout(60_000),
            askPin: () => Promise.resolve(new Uint8Array(Buffer.from(phone.pin ?? person.pin, 'ascii'))),
            passport:
              passport === undefined
                ? null
                : { scanner: { scan: () => Promise.resolve(ok(passport.zone)) }, anchors: passport.anchors },
            askForPassport() {
              hands.remove();
              if (passport !== undefined) hands.insert(passport.card);
            },
          },
          {
            municipality: v.parse(MunicipalityCodeSchema, phone.municipality ?? HOME_CITY),
            kind: phone.kind ?? 'domestic',
          },
        );
      } finally {
        way.close();
        await reader.close();
      }
    },
    async stop() {
      await gateway.stop();
      await vrs.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
