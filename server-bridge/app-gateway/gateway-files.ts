/** The files a gateway is started with, each read once, checked, and refused where others could read a secret. */
import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { CardAnchorSchema } from '../../card-reader/index.ts';
import type { VrsTls } from '../exchange/index.ts';
import { EcPublicJwkSchema } from '../protocol/index.ts';
import type { AttestationVerifier } from './attestation/attestation-verifier.ts';
import { DEVELOPMENT_VERIFIER } from './attestation/development-verifier.ts';
import { createSignedAttestationVerifier } from './attestation/signed-attestation-verifier.ts';
import type { GatewayConfiguration } from './gateway-configuration.ts';

export type GatewayFileError =
  | { readonly kind: 'unreadable-file'; readonly file: string; readonly cause?: unknown }
  | { readonly kind: 'invalid-content'; readonly file: string }
  /** The file holds secrets, and its mode lets group or others at it. */
  | { readonly kind: 'open-to-others'; readonly file: string }
  /** The certificate for VRS names no gateway, or not that alone. */
  | { readonly kind: 'no-gateway'; readonly file: string }
  /** Attestation may be skipped in development alone. */
  | { readonly kind: 'development-verifier-beside-production' };

export type GatewayFiles = {
  readonly tls: { readonly cert: Buffer; readonly key: Buffer };
  readonly vrs: VrsTls;
  readonly verifier: AttestationVerifier;
};

/** What every authority of the development trust calls itself (trust/). */
const DEVELOPMENT_MARK = 'DEVELOPMENT ONLY';

export async function readGatewayFiles(
  configuration: GatewayConfiguration,
  now: () => Date,
): Promise<Result<GatewayFiles, GatewayFileError>> {
  const { listen, vrs } = configuration;
  const read: Buffer[] = [];
  for (const [file, secrecy] of [
    [listen.certificate, 'public'],
    [listen.key, 'secret'],
    [vrs.ca, 'public'],
    [vrs.certificate, 'public'],
    [vrs.key, 'secret'],
  ] as const) {
    const bytes = await readBytes(file, secrecy);
    if (bytes.isErr()) return err(bytes.error);
    read.push(bytes.value);
  }
  const [cert = EMPTY, key = EMPTY, ca = EMPTY, vrsCert = EMPTY, vrsKey = EMPTY] = read;
  const names = certificateOf(vrsCert)?.subjectAltName ?? '';
  if (!/^URI:urn:kofu:gateway:[a-z0-9-]+$/.test(names)) return err({ kind: 'no-gateway', file: vrs.certificate });
  const verifier = await openAttestation(configuration, ca, now);
  return verifier.map((opened) => ({ tls: { cert, key }, vrs: { ca, cert: vrsCert, key: vrsKey }, verifier: opened }));
}

const EMPTY = Buffer.alloc(0);

async function openAttestation(
  { attestation }: GatewayConfiguration,
  vrsCa: Buffer,
  now: () => Date,
): Promise<Result<AttestationVerifier, GatewayFileError>> {
  switch (attestation.kind) {
    case 'signed': {
      const keys = await readJson(attestation.keysFile, v.pipe(v.array(EcPublicJwkSchema), v.minLength(1)));
      return keys.map((trusted) => createSignedAttestationVerifier({ ...attestation, keys: trusted }, now));
    }
    case 'development': {
      const anchors = await readJson(attestation.cardAnchorsFile, v.pipe(v.array(CardAnchorSchema), v.minLength(1)));
      if (anchors.isErr()) return err(anchors.error);
      const isProduction =
        anchors.value.some(({ environment }) => environment === 'production') || !isOfDevelopment(vrsCa);
      return isProduction ? err({ kind: 'development-verifier-beside-production' }) : ok(DEVELOPMENT_VERIFIER);
    }
    default: {
      const never: never = attestation;
      throw new Error(`unknown attestation ${String(never)}`);
    }
  }
}

/** Every authority in the file, not the first alone: each of them could have signed the VRS that is met. */
function isOfDevelopment(authorities: Buffer): boolean {
  const each = authorities
    .toString('latin1')
    .split(/(?=-----BEGIN )/)
    .filter((part) => part.trim() !== '');
  return each.length > 0 && each.every((part) => certificateOf(part)?.subject.includes(DEVELOPMENT_MARK) === true);
}

function certificateOf(pem: Buffer | string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

async function readBytes(file: string, secrecy: 'secret' | 'public'): Promise<Result<Buffer, GatewayFileError>> {
  try {
    const { mode } = await stat(file);
    if (secrecy === 'secret' && (mode & 0o077) !== 0) return err({ kind: 'open-to-others', file });
    return ok(await readFile(file));
  } catch (cause) {
    return err({ kind: 'unreadable-file', file, cause });
  }
}

/** Reads a JSON file by a schema. The error never quotes the content. */
export async function readJson<Schema extends v.GenericSchema>(
  file: string,
  schema: Schema,
): Promise<Result<v.InferOutput<Schema>, GatewayFileError>> {
  const bytes = await readBytes(file, 'public');
  if (bytes.isErr()) return err(bytes.error);
  try {
    const parsed = v.safeParse(schema, JSON.parse(bytes.value.toString('utf8')));
    return parsed.success ? ok(parsed.output) : err({ kind: 'invalid-content', file });
  } catch {
    return err({ kind: 'invalid-content', file });
  }
}
