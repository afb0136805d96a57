/** Key, master-key and card-anchor files for a development VRS, made once and kept. */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import type { CardAnchor } from '../../card-reader/index.ts';
import { generateVrsKeys, type VrsKeys, VrsKeysSchema, vrsRootPublicKey } from '../certificates/index.ts';
import type { EcPublicJwk } from '../protocol/index.ts';
import { createDevelopmentStaff, type DevelopmentStaff } from './development-staff.ts';
import { readJson, type StartFileError } from './start-files.ts';
import { KEY_BYTES } from './store/field-cipher.ts';

export type DevelopmentFiles = {
  readonly keysFile: string;
  readonly masterKeyFile: string;
  readonly cardAnchorsFile: string;
  /** Encrypts the secrets of staff's second factors. */
  readonly staffSecretKeyFile: string;
  readonly staff: DevelopmentStaff;
  /** To be pinned in every terminal. */
  readonly rootPublicKey: EcPublicJwk;
};

/** Makes what is missing in `directory` (files 0600). The anchors are written anew each time. One caller at a time. */
export async function createDevelopmentFiles(
  directory: string,
  o: { readonly iss: string; readonly now: Date; readonly cardAnchors: readonly CardAnchor[] },
): Promise<Result<DevelopmentFiles, StartFileError>> {
  const keysFile = join(directory, 'vrs-keys.private.json');
  const masterKeyFile = join(directory, 'vrs-master-key.private.txt');
  const cardAnchorsFile = join(directory, 'card-anchors.json');
  const staffSecretKeyFile = join(directory, 'staff-secret.private.txt');
  let staff: DevelopmentStaff;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(cardAnchorsFile, JSON.stringify(o.cardAnchors), { mode: 0o600 });
    await writeOnce(masterKeyFile, () => Promise.resolve(`${randomBytes(KEY_BYTES).toString('base64url')}\n`));
    await writeOnce(staffSecretKeyFile, () => Promise.resolve(`${randomBytes(KEY_BYTES).toString('hex')}\n`));
    staff = await createDevelopmentStaff(directory, o.now);
    await writeOnce(keysFile, async () => JSON.stringify(await generateVrsKeys({ iss: o.iss, now: o.now })));
  } catch (cause) {
    return err({ kind: 'unreadable-file', file: directory, cause });
  }
  const keys: Result<VrsKeys, StartFileError> = await readJson(keysFile, VrsKeysSchema, 'secret');
  if (keys.isErr()) return err(keys.error);
  const rootPublicKey = vrsRootPublicKey(keys.value);
  return ok({ keysFile, masterKeyFile, cardAnchorsFile, staffSecretKeyFile, staff, rootPublicKey });
}

/** Exclusive creation: what is there already is kept. */
async function writeOnce(file: string, content: () => Promise<string>): Promise<void> {
  try {
    await writeFile(file, await content(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
