/** A gateway before a scripted VRS, and requests that are attested. Keys are made anew; nothing here is of service. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { memorySink } from '../../event-log/index.ts';
import { EcPrivateJwkSchema, signerFromJwk } from '../../sealing/index.ts';
import { createDevelopmentTrust } from '../../trust/index.ts';
import { bodyDigest, signAttestation } from '../attestation/attestation-message.ts';
import { createDevelopmentGateway } from '../development-gateway.ts';
import type { GatewayConfiguration } from '../gateway-configuration.ts';
import { ATTESTATION_HEADER } from '../gateway-messages.ts';
import { type GatewaySurroundings, startGateway } from '../start-gateway.ts';
import { type Asked, openSession } from './gateway-client.ts';
import { startScriptedVrs } from './scripted-vrs.ts';

export async function buildGatewayWorld() {
  const directory = await mkdtemp(join(tmpdir(), 'kofu-gateway-'));
  const now = new Date();
  const trust = (await createDevelopmentTrust(join(directory, 'trust'), { terminals: [], now }))._unsafeUnwrap();
  const development = await createDevelopmentGateway(join(directory, 'gateway'), { trust, now });
  const vrs = await startScriptedVrs(trust);
  const ca = await readFile(development.publicCaFile);
  const key = v.parse(EcPrivateJwkSchema, JSON.parse(await readFile(development.attestationKeyFile, 'utf8')));
  const signer = signerFromJwk(key);
  const sink = memorySink();
  const { app, build } = development;
  return {
    ...{ directory, trust, development, vrs, ca },
    log: () => sink.lines.map((line): unknown => JSON.parse(line)),
    logText: () => sink.lines.join(''),
    async start(
      change: (configuration: GatewayConfiguration) => GatewayConfiguration = (same) => same,
      surroundings: GatewaySurroundings = {},
    ) {
      const gateway = await startGateway(change(development.configuration(vrs.port)), { sink, ...surroundings });
      return gateway._unsafeUnwrap();
    },
    session: (port: number) => openSession(port, ca),
    /** A POST with an attestation over its body. */
    async attested(path: string, message: unknown): Promise<Asked> {
      const body = typeof message === 'string' ? message : JSON.stringify(message);
      const iat = Math.floor(Date.now() / 1_000);
      const jti = randomBytes(16).toString('base64url');
      const said = { v: 1 as const, jti, app, build, iat, exp: iat + 60, body: bodyDigest(Buffer.from(body)) };
      return { path, body, headers: { [ATTESTATION_HEADER]: await signAttestation(said, signer) } };
    },
    async stop(): Promise<void> {
      await vrs.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
export type GatewayWorld = Awaited<ReturnType<typeof buildGatewayWorld>>;

export const aVisitId = (): string => randomBytes(16).toString('base64url');

/** An application as an app sends one; what is sealed in it nobody here can open. */
export function anApplication(o: { readonly waitMs?: number; readonly terminalId?: string } = {}) {
  return {
    header: {
      v: 1,
      visitId: aVisitId(),
      terminalId: o.terminalId ?? 'APP-SYNTHETIC',
      municipality: '900010',
      sealingKeyId: 'synthetic',
    },
    sealed: randomBytes(3_000).toString('base64url'),
    deadline: new Date(Date.now() + (o.waitMs ?? 20_000)).toISOString(),
  };
}

/** What a VRS answers to an application. */
export const anAnswer = (visitId: string) => ({ visitId, sealed: randomBytes(4_000).toString('base64url') });
export const aChallenge = () => ({
  challengeId: aVisitId(),
  challenge: randomBytes(32).toString('base64url'),
  expiresAt: new Date(Date.now() + 60_000).toISOString(),
});
