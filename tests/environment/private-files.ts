/**
 * The files of the development country: trust, keys, tokens, configurations. All private (0700/0600), kept between runs, and
 * made anew when missing. Never for service.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { syntheticCardAnchors } from '../../card-reader/virtual/index.ts';
import { type EcPublicJwk, generateVrsKeys, VrsKeysSchema, vrsRootPublicKey } from '../../server-bridge/index.ts';
import { createDevelopmentTrust, type DevelopmentTrust } from '../../server-bridge/trust/index.ts';
import { syntheticDirective } from './synthetic-directive.ts';

const HEALTH_CARD_ISSUER = 'https://vc.vrs.example/issuer';
const VRS_KEYS_KEPT_DAYS = 300;

export type PrivateFiles = {
  directory: string;
  trust: DevelopmentTrust;
  vrsKeysFile: string;
  vrsMasterKeyFile: string;
  cardAnchorsFile: string;
  initialDirectiveFile: string;
  operationsTokenFile: string;
  operationsToken: string;
  vrsRootKey: EcPublicJwk;
};

export async function preparePrivateFiles(
  directory: string,
  terminals: readonly string[],
  now: Date,
): Promise<PrivateFiles> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const trust = await createDevelopmentTrust(join(directory, 'trust'), { terminals, now });
  if (trust.isErr()) throw new Error(`The development trust cannot be made: ${trust.error.kind}`);

  const vrsKeysFile = join(directory, 'vrs-keys.json');
  const kept = await readJson(vrsKeysFile);
  const parsed = v.safeParse(VrsKeysSchema, kept);
  const isFresh = parsed.success && now.getTime() - Date.parse(parsed.output.madeAt) < VRS_KEYS_KEPT_DAYS * 86_400_000;
  const keys = parsed.success && isFresh ? parsed.output : await generateVrsKeys({ iss: HEALTH_CARD_ISSUER, now });
  if (!isFresh) await writePrivate(vrsKeysFile, JSON.stringify(keys));

  const vrsMasterKeyFile = join(directory, 'vrs-master.key');
  await writeOnce(vrsMasterKeyFile, () => randomBytes(32).toString('hex'));
  const operationsTokenFile = join(directory, 'operations.token');
  await writeOnce(operationsTokenFile, () => randomBytes(32).toString('hex'));
  const cardAnchorsFile = join(directory, 'card-anchors.json');
  await writePrivate(cardAnchorsFile, JSON.stringify(syntheticCardAnchors()));
  const initialDirectiveFile = join(directory, 'initial-directive.json');
  await writePrivate(initialDirectiveFile, JSON.stringify(syntheticDirective()));
  return {
    directory,
    trust: trust.value,
    vrsKeysFile,
    vrsMasterKeyFile,
    cardAnchorsFile,
    initialDirectiveFile,
    operationsTokenFile,
    operationsToken: (await readFile(operationsTokenFile, 'utf8')).trim(),
    vrsRootKey: vrsRootPublicKey(keys),
  };
}

export async function writePrivate(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
}

async function writeOnce(path: string, make: () => string): Promise<void> {
  try {
    await writeFile(path, make(), { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}
