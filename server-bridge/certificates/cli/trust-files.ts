/** What the person at the command line trusts, from files. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { CertificatePath } from '../health-card/verify.ts';
import { JwksSchema, KeyArchiveSchema, trustOf } from '../keys/key-archive.ts';
import { parseStrictJson } from '../strict-json.ts';
import type { CodeTrust } from '../verify-code.ts';

export type FileError =
  | { readonly kind: 'unreadable'; readonly file: string; readonly cause: unknown }
  | { readonly kind: 'not-what-it-should-be'; readonly file: string }
  /** A key set does not say whose it is. */
  | { readonly kind: 'issuer-missing'; readonly file: string };

export type TrustOptions = {
  readonly keys?: string | undefined;
  readonly iss?: string | undefined;
  readonly anchors?: string | undefined;
  readonly revocations?: string | undefined;
  readonly roots?: string | undefined;
  readonly path?: 'at-issue' | 'now' | undefined;
};

/** Reads a file. */
export async function readBytes(file: string): Promise<Result<Buffer, FileError>> {
  try {
    return ok(await readFile(file));
  } catch (cause) {
    return err({ kind: 'unreadable', file, cause });
  }
}

/** Reads the files the options name. */
export async function readTrust(o: TrustOptions): Promise<Result<CodeTrust, FileError>> {
  const keys = o.keys === undefined ? ok(null) : await readKeys(o.keys, o.iss);
  if (keys.isErr()) return err(keys.error);
  const anchors = await readOptionalPem(o.anchors, 'CERTIFICATE');
  if (anchors.isErr()) return err(anchors.error);
  const roots = await readOptionalPem(o.roots, 'CERTIFICATE');
  if (roots.isErr()) return err(roots.error);
  const lists = await readOptionalPem(o.revocations, 'X509 CRL');
  if (lists.isErr()) return err(lists.error);
  const path: CertificatePath = {
    judged: o.path ?? 'at-issue',
    ...(roots.value === undefined ? {} : { roots: roots.value.map((der) => der.toString('base64')) }),
  };
  return ok({
    healthCard: keys.value === null ? null : { ...keys.value, path },
    anchors: (anchors.value ?? []).map((der) => der.toString('base64')),
    ...(lists.value === undefined ? {} : { revocationLists: lists.value }),
  });
}

function readOptionalPem(
  file: string | undefined,
  label: 'CERTIFICATE' | 'X509 CRL',
): Promise<Result<Buffer[] | undefined, FileError>> {
  return file === undefined ? Promise.resolve(ok(undefined)) : readPem(file, label);
}

/** An archive, or a published key set together with the URL of its issuer. */
async function readKeys(file: string, iss: string | undefined): Promise<Result<CodeTrust['healthCard'], FileError>> {
  const bytes = await readBytes(file);
  if (bytes.isErr()) return err(bytes.error);
  const value = parseStrictJson(bytes.value.toString('utf8'))?.value;
  const archive = v.safeParse(KeyArchiveSchema, value);
  if (archive.success) return ok(trustOf(archive.output));
  const published = v.safeParse(JwksSchema, value);
  if (!published.success) return err({ kind: 'not-what-it-should-be', file });
  return iss === undefined ? err({ kind: 'issuer-missing', file }) : ok({ iss, keys: published.output.keys });
}

/** Every block of a PEM file, or the one DER value of a file without any. */
async function readPem(file: string, label: 'CERTIFICATE' | 'X509 CRL'): Promise<Result<Buffer[], FileError>> {
  const bytes = await readBytes(file);
  if (bytes.isErr()) return err(bytes.error);
  const pattern = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`, 'g');
  const blocks = [...bytes.value.toString('latin1').matchAll(pattern)].map(([, body = '']) =>
    Buffer.from(body, 'base64'),
  );
  const values = blocks.length > 0 ? blocks : [bytes.value];
  const isMeant = label === 'X509 CRL' ? (der: Buffer) => der[0] === 0x30 : isCertificate;
  return values.every(isMeant) ? ok(values) : err({ kind: 'not-what-it-should-be', file });
}

function isCertificate(der: Buffer): boolean {
  try {
    return new X509Certificate(der).raw.equals(der);
  } catch {
    return false;
  }
}
