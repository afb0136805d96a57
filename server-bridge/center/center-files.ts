/** Everything a center reads from files at its start: certificates, keys, token, first directive. */
import { createHash } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { err, ok, type Result } from 'neverthrow';
import { EcPrivateJwkSchema, type Es256Signer, signerFromJwk } from '../sealing/index.ts';
import { type CenterConfiguration, type ConfigurationError, readJsonFile, readNamedFile } from './configuration.ts';
import { type DirectiveContent, InitialDirectiveSchema } from './directives/index.ts';

type TlsFiles = { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer };

export type CenterFiles = {
  readonly lineTls: TlsFiles;
  readonly vrsTls: TlsFiles;
  readonly token: string;
  readonly signer: Es256Signer;
  readonly initialContent: DirectiveContent;
};

const TOKEN_PATTERN = /^[\x21-\x7e]{32,512}$/;

/** Reads certificate, key and authority, and tries them together. @param what which ones, for errors */
export async function readTls(
  what: string,
  files: { readonly caFile: string; readonly certificateFile: string; readonly keyFile: string },
): Promise<Result<TlsFiles, ConfigurationError>> {
  const ca = await readNamedFile(`${what}.caFile`, files.caFile);
  if (ca.isErr()) return err(ca.error);
  const cert = await readNamedFile(`${what}.certificateFile`, files.certificateFile);
  if (cert.isErr()) return err(cert.error);
  const key = await readNamedFile(`${what}.keyFile`, files.keyFile);
  if (key.isErr()) return err(key.error);
  const read = { ca: ca.value, cert: cert.value, key: key.value };
  try {
    createSecureContext({ ...read, minVersion: 'TLSv1.3' });
    return ok(read);
  } catch {
    return err({ kind: 'invalid-content', what, issues: ['certificate and key are not usable together'] });
  }
}

/** Reads and checks all of them; the first that does not do is the error. */
export async function readCenterFiles(
  configuration: CenterConfiguration,
): Promise<Result<CenterFiles, ConfigurationError>> {
  const lineTls = await readTls('tls', configuration.tls);
  if (lineTls.isErr()) return err(lineTls.error);
  const vrsTls = await readTls('vrs', configuration.vrs);
  if (vrsTls.isErr()) return err(vrsTls.error);
  const tokenBytes = await readNamedFile('operations.tokenFile', configuration.operations.tokenFile);
  if (tokenBytes.isErr()) return err(tokenBytes.error);
  const token = tokenBytes.value.toString('utf8').trim();
  if (!TOKEN_PATTERN.test(token)) {
    return err({ kind: 'invalid-content', what: 'operations.tokenFile', issues: ['32 to 512 printable characters'] });
  }
  const key = await readJsonFile('directiveKeyFile', configuration.directiveKeyFile, EcPrivateJwkSchema);
  if (key.isErr()) return err(key.error);
  const content = await readJsonFile('initialDirective', configuration.initialDirective, InitialDirectiveSchema);
  if (content.isErr()) return err(content.error);
  const { terms } = content.value;
  if (createHash('sha256').update(terms.text.ja, 'utf8').digest('hex') !== terms.digest) {
    return err({ kind: 'invalid-content', what: 'initialDirective', issues: ['terms.digest'] });
  }
  try {
    const signer = signerFromJwk(key.value);
    return ok({ lineTls: lineTls.value, vrsTls: vrsTls.value, token, signer, initialContent: content.value });
  } catch {
    return err({ kind: 'invalid-content', what: 'directiveKeyFile', issues: ['not a point of P-256'] });
  }
}
