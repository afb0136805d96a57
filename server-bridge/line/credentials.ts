/**
 * The terminal's certificate and key on its disk, and the next ones beside them until they have worked. Two files cannot be replaced in
 * one step, so whichever pair fits together after a crash is found again.
 */
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { writePrivateFile } from '../terminal-certificates/index.ts';
import { type EngineKey, engineKeyOf, type TokenConfiguration, tokenKeyOf } from './token-key.ts';

export type Credential = {
  /** Certificate with those between it and the authority, PEM. */
  readonly certificate: string;
  /** A private key, PEM; or the note of a key in a token. */
  readonly keyText: string;
};
export type CredentialFiles = { readonly certificateFile: string; readonly keyFile: string };

/** What a TLS client shows. */
export type LineTls = { readonly ca: Buffer; readonly cert: string | Buffer } & (
  | { readonly key: string | Buffer }
  | EngineKey
);

const nextOf = ({ certificateFile, keyFile }: CredentialFiles): CredentialFiles => ({
  certificateFile: `${certificateFile}.next`,
  keyFile: `${keyFile}.next`,
});

/** Whether the key is the certificate's. False for anything that is neither. */
export function belongTogether({ certificate, keyText }: Credential): boolean {
  try {
    const { publicKey } = new X509Certificate(certificate);
    const inToken = tokenKeyOf(keyText);
    return publicKey.equals(inToken === null ? createPublicKey(createPrivateKey(keyText)) : inToken.publicKey);
  } catch {
    return false;
  }
}

/** @throws what Node says when certificate and key are of no use in TLS */
export function tlsOf(ca: Buffer, credential: Credential, token: TokenConfiguration | undefined): LineTls {
  const inToken = tokenKeyOf(credential.keyText);
  if (inToken !== null && token === undefined) throw new Error('the key is in a token, and none is configured');
  const key = inToken === null || token === undefined ? { key: credential.keyText } : engineKeyOf(token, inToken);
  const tls: LineTls = { ca, cert: credential.certificate, ...key };
  createSecureContext(tls);
  return tls;
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
}

export type CredentialStore = {
  /** The one that has worked. */
  current(): Credential;
  /** One that has not been tried yet, or not with luck. */
  next(): Credential | null;
  /** Writes down the key of a certificate that is about to be asked for. */
  keepNextKey(keyText: string): Promise<void>;
  keepNext(credential: Credential): Promise<void>;
  /** The next one has worked: it takes the place of the current one. */
  promote(): Promise<void>;
  /** The next one is of no use. */
  dropNext(): Promise<void>;
};

/** Opens the files; `current` has been read from them and fits together, unless a crash came in between: see `recoverCredential`. */
export function createCredentialStore(
  files: CredentialFiles,
  found: {
    readonly current: Credential;
    readonly next: Credential | null;
  },
): CredentialStore {
  const nextFiles = nextOf(files);
  let { current, next } = found;
  return {
    current: () => current,
    next: () => next,
    keepNextKey: (keyText) => writePrivateFile(nextFiles.keyFile, keyText),
    async keepNext(credential) {
      await writePrivateFile(nextFiles.keyFile, credential.keyText);
      await writePrivateFile(nextFiles.certificateFile, credential.certificate);
      next = credential;
    },
    async promote() {
      if (next === null) return;
      current = next;
      next = null;
      // The key first: after a crash in between, the next certificate fits the key and is found.
      await rename(nextFiles.keyFile, files.keyFile);
      await rename(nextFiles.certificateFile, files.certificateFile);
    },
    async dropNext() {
      next = null;
      await rm(nextFiles.certificateFile, { force: true });
      await rm(nextFiles.keyFile, { force: true });
    },
  };
}

/**
 * What a crash may have left: the pair of the two files, or the next pair, or the new key with a certificate not yet renamed.
 * @returns null when no pair fits together
 */
export async function recoverCredential(
  files: CredentialFiles,
  read: Credential,
): Promise<{ readonly current: Credential; readonly next: Credential | null } | null> {
  const nextFiles = nextOf(files);
  const certificate = await readOrNull(nextFiles.certificateFile);
  const nextKey = await readOrNull(nextFiles.keyFile);
  const fits = (credential: { certificate: string | null; keyText: string | null }): Credential | null => {
    if (credential.certificate === null || credential.keyText === null) return null;
    const whole = { certificate: credential.certificate, keyText: credential.keyText };
    return belongTogether(whole) ? whole : null;
  };
  const current = fits(read);
  const next = fits({ certificate, keyText: nextKey });
  if (current !== null) return { current, next };
  const half = fits({ certificate, keyText: read.keyText });
  if (half !== null) {
    await rename(nextFiles.certificateFile, files.certificateFile);
    return { current: half, next: null };
  }
  return next === null ? null : { current: next, next: null };
}
