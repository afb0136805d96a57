/**
 * The files of the development country: trust, keys, tokens, configurations. All private (0700/0600), kept between runs, and
 * made anew when missing. Never for service.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { foundState, type SyntheticState } from '../../card-reader/passport/virtual/index.ts';
import { syntheticCardAnchors } from '../../card-reader/virtual/index.ts';
import { createDevelopmentTrust, type DevelopmentTrust } from '../../server-bridge/trust/index.ts';
import { createDevelopmentFiles, type DevelopmentFiles } from '../../server-bridge/vrs/index.ts';
import { syntheticDirective } from './synthetic-directive.ts';

const HEALTH_CARD_ISSUER = 'https://vc.vrs.example/issuer';

export type PrivateFiles = {
  directory: string;
  trust: DevelopmentTrust;
  vrs: DevelopmentFiles;
  /** The state whose passports VRS and kiosks believe; another one at every start. */
  passportState: SyntheticState;
  passportAnchorsFile: string;
  initialDirectiveFile: string;
  operationsTokenFile: string;
  operationsToken: string;
};

export async function preparePrivateFiles(
  directory: string,
  terminals: readonly string[],
  now: Date,
  o: { readonly passportReading: boolean } = { passportReading: false },
): Promise<PrivateFiles> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const trust = await createDevelopmentTrust(join(directory, 'trust'), { terminals, now });
  if (trust.isErr()) throw new Error(`The development trust cannot be made: ${trust.error.kind}`);

  const vrs = await createDevelopmentFiles(join(directory, 'vrs'), {
    iss: HEALTH_CARD_ISSUER,
    now,
    cardAnchors: syntheticCardAnchors(),
  });
  if (vrs.isErr()) throw new Error(`The keys of VRS cannot be made: ${vrs.error.kind}`);

  const passportState = foundState('UT');
  const passportAnchorsFile = join(directory, 'passport-anchors.json');
  await writePrivate(passportAnchorsFile, JSON.stringify([Buffer.from(passportState.anchor).toString('base64')]));

  const operationsTokenFile = join(directory, 'operations.token');
  await writeOnce(operationsTokenFile, () => randomBytes(32).toString('hex'));
  const initialDirectiveFile = join(directory, 'initial-directive.json');
  await writePrivate(initialDirectiveFile, JSON.stringify(await syntheticDirective(o)));
  return {
    directory,
    trust: trust.value,
    vrs: vrs.value,
    passportState,
    passportAnchorsFile,
    initialDirectiveFile,
    operationsTokenFile,
    operationsToken: (await readFile(operationsTokenFile, 'utf8')).trim(),
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
