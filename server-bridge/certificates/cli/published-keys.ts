/** An issuer's published keys, from its host or from a file, and the archive they are kept in. */
import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { EcPublicJwk } from '../../protocol/index.ts';
import { JwksSchema, type KeyArchive, KeyArchiveSchema } from '../keys/key-archive.ts';
import { parseStrictJson } from '../strict-json.ts';
import { type FileError, readBytes } from './trust-files.ts';

export const JWKS_SUFFIX = '/.well-known/jwks.json';
const FETCH_LIMIT_MS = 10_000;
const JWKS_LIMIT_BYTES = 1024 * 1024;

export type PublishedKeys = { readonly iss: string; readonly keys: readonly EcPublicJwk[] };
export type FetchError = { readonly kind: 'not-fetched'; readonly url: string; readonly cause: unknown };

/**
 * Reads the keys.
 *
 * @param source the URL of the key set (`…/.well-known/jwks.json`, which says the issuer) or a file
 */
export async function readPublishedKeys(
  source: string,
  iss: string | undefined,
): Promise<Result<PublishedKeys, FetchError | FileError>> {
  const isUrl = source.startsWith('https://');
  const bytes = isUrl ? await fetchBytes(source) : await readBytes(source);
  if (bytes.isErr()) return err(bytes.error);
  const published = v.safeParse(JwksSchema, parseStrictJson(bytes.value.toString('utf8'))?.value);
  if (!published.success) return err({ kind: 'not-what-it-should-be', file: source });
  const issuer = iss ?? (isUrl && source.endsWith(JWKS_SUFFIX) ? source.slice(0, -JWKS_SUFFIX.length) : undefined);
  if (issuer === undefined) return err({ kind: 'issuer-missing', file: source });
  return ok({ iss: issuer, keys: published.output.keys });
}

async function fetchBytes(url: string): Promise<Result<Buffer, FetchError>> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(FETCH_LIMIT_MS) });
    if (response.status !== 200 || response.body === null) throw new Error(`status ${response.status}`);
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body) {
      length += chunk.length;
      if (length > JWKS_LIMIT_BYTES) throw new Error('longer than any key set');
      chunks.push(chunk);
    }
    return ok(Buffer.concat(chunks));
  } catch (cause) {
    return err({ kind: 'not-fetched', url, cause });
  }
}

/** The archive, or null where there is none yet. A file that is there but is no archive is never overwritten. */
export async function readArchive(file: string): Promise<Result<KeyArchive | null, FileError>> {
  const bytes = await readBytes(file);
  if (bytes.isErr()) return isMissing(bytes.error) ? ok(null) : err(bytes.error);
  const archive = v.safeParse(KeyArchiveSchema, parseStrictJson(bytes.value.toString('utf8'))?.value);
  return archive.success ? ok(archive.output) : err({ kind: 'not-what-it-should-be', file });
}

/** Replaces a file as a whole: whoever reads it meanwhile reads the old or the new one. */
export async function replaceFile(file: string, text: string, mode: number): Promise<Result<void, FileError>> {
  const beside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(beside, text, { mode, flag: 'wx', flush: true });
    await rename(beside, file);
    return ok();
  } catch (cause) {
    return err({ kind: 'unreadable', file, cause });
  }
}

function isMissing(error: FileError): boolean {
  const cause = error.kind === 'unreadable' ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}
