/** All certificates and keys that line, center and VRS need on one machine. Never for service: keys lie in plain files. */
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type EcPublicJwk, TerminalIdSchema } from '../protocol/index.ts';
import { writePrivateFile } from '../terminal-certificates/index.ts';
import { authorityProfile, clientProfile, localServerProfile } from './certificate-profiles.ts';
import { type CredentialPaths, ensureCredential } from './credential-files.ts';
import { ensureDirectiveKey } from './directive-key.ts';

export type DevelopmentTrust = {
  readonly directory: string;
  /** The authority of the dedicated line (terminals and center). */
  readonly lineCaFile: string;
  readonly centerServer: CredentialPaths;
  /** By terminal id; URI SAN `urn:kofu:terminal:<id>`. */
  readonly terminals: ReadonlyMap<string, CredentialPaths>;
  /** The authority of the center–VRS side. */
  readonly lgwanCaFile: string;
  readonly vrsServer: CredentialPaths;
  /** The center as client of VRS; URI SAN `urn:kofu:center:development`. */
  readonly centerVrsClient: CredentialPaths;
  /** Private JWK that signs directives and commands. */
  readonly directiveKeyFile: string;
  readonly directivePublicKeyFile: string;
  readonly directivePublicKey: EcPublicJwk;
};

export type TrustError =
  | { readonly kind: 'invalid-terminal'; readonly terminalId: string }
  | { readonly kind: 'storage'; readonly cause: unknown };

const NOTICE = `DEVELOPMENT KEYS. Made by a program, kept in plain files, trusted by nobody but this machine.\n`;

/**
 * Makes the development trust in `directory` (mode 0700, files 0600), keeping every certificate that is usable for seven
 * days or more. An authority that had to be replaced takes its certificates with it. One caller at a time.
 */
export async function createDevelopmentTrust(
  directory: string,
  options: { readonly terminals: readonly string[]; readonly now: Date },
): Promise<Result<DevelopmentTrust, TrustError>> {
  const wrong = options.terminals.find((id) => !v.is(TerminalIdSchema, id));
  if (wrong !== undefined) return err({ kind: 'invalid-terminal', terminalId: wrong });
  const paths = (name: string): CredentialPaths => ({
    certificateFile: join(directory, `${name}.certificate.pem`),
    keyFile: join(directory, `${name}.key.pem`),
  });
  const { now } = options;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await chmod(directory, 0o700);
    await writePrivateFile(join(directory, 'DEVELOPMENT-ONLY.txt'), NOTICE);

    const lineCa = await ensureCredential(paths('line-ca'), authorityProfile('Kofu line CA'), null, now);
    const centerServer = paths('center-server');
    await ensureCredential(centerServer, localServerProfile('Kofu center'), lineCa, now);
    const terminals = new Map<string, CredentialPaths>();
    for (const id of options.terminals) {
      const terminal = paths(`terminal-${id}`);
      await ensureCredential(terminal, clientProfile(id, `urn:kofu:terminal:${id}`), lineCa, now);
      terminals.set(id, terminal);
    }

    const lgwanCa = await ensureCredential(paths('lgwan-ca'), authorityProfile('Kofu LGWAN CA'), null, now);
    const vrsServer = paths('vrs-server');
    await ensureCredential(vrsServer, localServerProfile('Kofu VRS'), lgwanCa, now);
    const centerVrsClient = paths('center-vrs-client');
    await ensureCredential(centerVrsClient, clientProfile('Kofu center', 'urn:kofu:center:development'), lgwanCa, now);

    const directiveKeyFile = join(directory, 'directive-key.private.jwk.json');
    const directivePublicKeyFile = join(directory, 'directive-key.public.jwk.json');
    return ok({
      directory,
      lineCaFile: paths('line-ca').certificateFile,
      centerServer,
      terminals,
      lgwanCaFile: paths('lgwan-ca').certificateFile,
      vrsServer,
      centerVrsClient,
      directiveKeyFile,
      directivePublicKeyFile,
      directivePublicKey: await ensureDirectiveKey(directiveKeyFile, directivePublicKeyFile),
    });
  } catch (cause) {
    return err({ kind: 'storage', cause });
  }
}
