/** Certificates, keys and a configuration for a gateway on this machine. Never for service: keys lie in plain files. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { EcPublicJwk } from '../protocol/index.ts';
import { type EcPrivateJwk, EcPrivateJwkSchema, generateSigningJwk, publicJwkOf } from '../sealing/index.ts';
import { writePrivateFile } from '../terminal-certificates/index.ts';
import {
  authorityProfile,
  type CredentialPaths,
  clientProfile,
  type DevelopmentTrust,
  ensureCredential,
  localServerProfile,
} from '../trust/index.ts';
import type { GatewayConfiguration } from './gateway-configuration.ts';

export type DevelopmentGateway = {
  /** To be put among VRS's `allowedGateways`. */
  readonly gatewayName: 'urn:kofu:gateway:development';
  /** What an app trusts in place of the world's authorities. */
  readonly publicCaFile: string;
  /** Private JWK of the stand-in for the platform's attestation service. */
  readonly attestationKeyFile: string;
  readonly attestationPublicKey: EcPublicJwk;
  readonly app: string;
  readonly build: string;
  /** For a VRS on this port of this machine. */
  configuration(vrsPort: number): GatewayConfiguration;
};

const APP = 'jp.example.kofu';
const BUILD = 'development-1';

/**
 * Makes what is missing in `directory` (0700, files 0600) under the authorities of the development trust.
 * @throws where files cannot be read or written
 */
export async function createDevelopmentGateway(
  directory: string,
  o: { readonly trust: DevelopmentTrust; readonly now: Date },
): Promise<DevelopmentGateway> {
  const { trust, now } = o;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const paths = (folder: string, name: string): CredentialPaths => ({
    certificateFile: join(folder, `${name}.certificate.pem`),
    keyFile: join(folder, `${name}.key.pem`),
  });
  const lgwanCa = await ensureCredential(
    paths(trust.directory, 'lgwan-ca'),
    authorityProfile('Kofu LGWAN CA'),
    null,
    now,
  );
  const client = paths(directory, 'gateway-vrs-client');
  const gatewayName = 'urn:kofu:gateway:development';
  await ensureCredential(client, clientProfile('Kofu app gateway', gatewayName), lgwanCa, now);
  const publicCaPaths = paths(directory, 'public-ca');
  const publicCa = await ensureCredential(publicCaPaths, authorityProfile('Kofu public CA'), null, now);
  const server = paths(directory, 'gateway-server');
  await ensureCredential(server, localServerProfile('Kofu app gateway'), publicCa, now);

  const attestationKeyFile = join(directory, 'attestation.private.json');
  const attestationPublicKey = publicJwkOf(await keptKey(attestationKeyFile));
  const keysFile = join(directory, 'attestation-keys.json');
  await writePrivateFile(keysFile, JSON.stringify([attestationPublicKey]));
  return {
    gatewayName,
    publicCaFile: publicCaPaths.certificateFile,
    attestationKeyFile,
    attestationPublicKey,
    app: APP,
    build: BUILD,
    configuration: (vrsPort) => ({
      listen: { host: '127.0.0.1', port: 0, certificate: server.certificateFile, key: server.keyFile },
      vrs: {
        host: '127.0.0.1',
        port: vrsPort,
        ca: trust.lgwanCaFile,
        certificate: client.certificateFile,
        key: client.keyFile,
      },
      attestation: {
        kind: 'signed',
        keysFile,
        app: APP,
        builds: [BUILD],
        longestLifeSeconds: 300,
        remembered: 10_000,
      },
      maxInFlight: 50,
      rates: {
        ofAddress: { burst: 600, oneMoreEveryMs: 20 },
        ofAll: { burst: 2_000, oneMoreEveryMs: 2 },
        connectionsOfAddress: 200,
        connections: 1_000,
      },
    }),
  };
}

async function keptKey(file: string): Promise<EcPrivateJwk> {
  const made = JSON.stringify(await generateSigningJwk());
  await writeFile(file, made, { mode: 0o600, flag: 'wx' }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause;
  });
  return v.parse(EcPrivateJwkSchema, JSON.parse(await readFile(file, 'utf8')));
}
