/** What the terminal's end of the line is opened with. */
import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { EcPublicJwkSchema, TerminalIdSchema } from '../protocol/index.ts';
import { type CredentialStore, createCredentialStore, recoverCredential, tlsOf } from './credentials.ts';
import { TokenConfigurationSchema } from './token-key.ts';

const path = v.pipe(v.string(), v.minLength(1));

export const LineConfigurationSchema = v.strictObject({
  terminalId: TerminalIdSchema,
  /** Centers to try, in turn, beginning with any of them. */
  nodes: v.pipe(
    v.array(
      v.strictObject({
        host: v.pipe(v.string(), v.regex(/^[A-Za-z0-9.:-]{1,255}$/)),
        port: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(65_535)),
      }),
    ),
    v.minLength(1),
    v.readonly(),
  ),
  /** The authority of the dedicated line: the only one a center's certificate is checked against. */
  caFile: path,
  certificateFile: path,
  keyFile: path,
  /** Where the key file only names a key, and where new keys are made. */
  token: v.optional(TokenConfigurationSchema),
  /** Pinned keys of directives and commands. */
  directiveKeys: v.pipe(v.array(EcPublicJwkSchema), v.minLength(1), v.readonly()),
  /** Pinned key that signs the key set of VRS. */
  vrsRootKey: EcPublicJwkSchema,
});
/** As written by hand or read from a file; checked when the line is opened. */
export type LineConfiguration = Omit<CheckedLineConfiguration, 'terminalId'> & { terminalId: string };
export type CheckedLineConfiguration = v.InferOutput<typeof LineConfigurationSchema>;

export type LineOpenError =
  | { readonly kind: 'invalid-configuration'; readonly issues: readonly string[] }
  | {
      readonly kind: 'unreadable-file';
      readonly what: 'caFile' | 'certificateFile' | 'keyFile';
      readonly cause: unknown;
    }
  | { readonly kind: 'unusable-certificate'; readonly cause: unknown };

/** Reads a file the configuration names. */
async function readNamed(
  what: 'caFile' | 'certificateFile' | 'keyFile',
  file: string,
): Promise<Result<Buffer, LineOpenError>> {
  try {
    return ok(await readFile(file));
  } catch (cause) {
    return err({ kind: 'unreadable-file', what, cause });
  }
}

export type ReadLineConfiguration = {
  readonly checked: CheckedLineConfiguration;
  readonly ca: Buffer;
  readonly credentials: CredentialStore;
};

/** Checks a configuration and reads the files it names. */
export async function readLineConfiguration(
  configuration: LineConfiguration,
): Promise<Result<ReadLineConfiguration, LineOpenError>> {
  const parsed = v.safeParse(LineConfigurationSchema, configuration);
  if (!parsed.success) {
    return err({
      kind: 'invalid-configuration',
      issues: parsed.issues.map((issue) => v.getDotPath(issue) ?? 'root'),
    });
  }
  const checked = parsed.output;
  const ca = await readNamed('caFile', checked.caFile);
  if (ca.isErr()) return err(ca.error);
  const cert = await readNamed('certificateFile', checked.certificateFile);
  if (cert.isErr()) return err(cert.error);
  const key = await readNamed('keyFile', checked.keyFile);
  if (key.isErr()) return err(key.error);
  const read = { certificate: cert.value.toString('utf8'), keyText: key.value.toString('utf8') };
  key.value.fill(0);
  try {
    const found = await recoverCredential(checked, read);
    if (found === null) throw new Error('the key is not the certificate’s');
    tlsOf(ca.value, found.current, checked.token);
    return ok({ checked, ca: ca.value, credentials: createCredentialStore(checked, found) });
  } catch (cause) {
    return err({ kind: 'unusable-certificate', cause });
  }
}
