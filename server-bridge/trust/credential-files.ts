/** Credentials kept in a folder: read back, judged, replaced. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { type CertificateProfile, writePrivateFile } from '../terminal-certificates/index.ts';
import { DAY_MS, RENEW_WITH_DAYS_LEFT } from './certificate-profiles.ts';
import { type Credential, issueCertificate } from './issue-certificate.ts';

/** Where a credential lies. */
export type CredentialPaths = { readonly certificateFile: string; readonly keyFile: string };

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Whether a credential found in the folder still does: key and issuer fit, and enough life is left. */
export function isUsable(found: Credential, issuer: Credential | null, now: Date): boolean {
  try {
    const certificate = new X509Certificate(found.certificate);
    const issuing = issuer === null ? certificate : new X509Certificate(issuer.certificate);
    return (
      certificate.checkPrivateKey(createPrivateKey(found.key)) &&
      certificate.checkIssued(issuing) &&
      certificate.verify(issuing.publicKey) &&
      certificate.validFromDate.getTime() <= now.getTime() &&
      certificate.validToDate.getTime() - now.getTime() >= RENEW_WITH_DAYS_LEFT * DAY_MS
    );
  } catch {
    // What cannot be parsed is of no use; it is made anew.
    return false;
  }
}

/** The credential at `paths`, kept if usable, otherwise made anew. */
export async function ensureCredential(
  paths: CredentialPaths,
  profile: CertificateProfile,
  issuer: Credential | null,
  now: Date,
): Promise<Credential> {
  const certificate = await readOrNull(paths.certificateFile);
  const key = await readOrNull(paths.keyFile);
  if (certificate !== null && key !== null && isUsable({ certificate, key }, issuer, now)) {
    await chmod(paths.certificateFile, 0o600);
    await chmod(paths.keyFile, 0o600);
    return { certificate, key };
  }
  const made = await issueCertificate(profile, issuer, now);
  await writePrivateFile(paths.keyFile, made.key);
  await writePrivateFile(paths.certificateFile, made.certificate);
  return made;
}
