/** The key file of VRS by hand: made, rolled over, a key taken back; signing keys in the file or in a token. */
import { stat } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { generateTokenKey, openToken, type TokenError } from '../../hardware-keys/index.ts';
import { generateVrsKeys, type MakeSigningKey } from '../keys/generate-vrs-keys.ts';
import { type RemoveKeyError, removeHealthCardKey, rollOverVrsKeys } from '../keys/roll-over.ts';
import { type VrsKeys, VrsKeysSchema } from '../keys/vrs-keys.ts';
import { parseStrictJson } from '../strict-json.ts';
import { replaceFile } from './published-keys.ts';
import { type FileError, readBytes } from './trust-files.ts';

export type TokenChoice = { readonly modulePath: string; readonly tokenLabel: string; readonly pinFile: string };
export type KeyFileError =
  | FileError
  | RemoveKeyError
  | { readonly kind: 'file-exists'; readonly file: string }
  | { readonly kind: 'token'; readonly cause: TokenError };

/** The keys, and the labels of those that were made in a token, for `signing.keyLabels` of VRS's configuration. */
export type MadeKeys = { readonly keys: VrsKeys; readonly keyLabels: Readonly<Record<string, string>> };

/** Reads a key file. */
export async function readKeyFile(file: string): Promise<Result<VrsKeys, FileError>> {
  const bytes = await readBytes(file);
  if (bytes.isErr()) return err(bytes.error);
  const keys = v.safeParse(VrsKeysSchema, parseStrictJson(bytes.value.toString('utf8'))?.value);
  return keys.success ? ok(keys.output) : err({ kind: 'not-what-it-should-be', file });
}

/** Makes the first keys. A file that is there stays as it is. */
export async function makeKeyFile(
  file: string,
  o: { readonly iss: string; readonly now: Date; readonly token: TokenChoice | undefined },
): Promise<Result<MadeKeys, KeyFileError>> {
  if (await exists(file)) return err({ kind: 'file-exists', file });
  return await makeAndWrite(file, o, (makeSigningKey) =>
    generateVrsKeys({ iss: o.iss, now: o.now, ...makeSigningKey }),
  );
}

/** Adds the next keys. */
export async function rollOverKeyFile(
  file: string,
  o: { readonly now: Date; readonly from: Date | undefined; readonly token: TokenChoice | undefined },
): Promise<Result<MadeKeys, KeyFileError>> {
  const previous = await readKeyFile(file);
  if (previous.isErr()) return err(previous.error);
  const from = o.from === undefined ? {} : { from: o.from };
  return await makeAndWrite(file, o, (made) => rollOverVrsKeys(previous.value, { now: o.now, ...from, ...made }));
}

/** Takes a card key back. */
export async function removeKeyFromFile(file: string, kid: string, now: Date): Promise<Result<VrsKeys, KeyFileError>> {
  const previous = await readKeyFile(file);
  if (previous.isErr()) return err(previous.error);
  const keys = removeHealthCardKey(previous.value, kid, now);
  if (keys.isErr()) return err(keys.error);
  return (await write(file, keys.value)).map(() => keys.value);
}

/** Leaves `makeAndWrite` where the token fails in the middle of making keys. */
class TokenFailed extends Error {
  readonly error: TokenError;

  constructor(error: TokenError) {
    super(error.kind);
    this.error = error;
  }
}

async function makeAndWrite(
  file: string,
  o: { readonly now: Date; readonly token: TokenChoice | undefined },
  make: (made: { makeSigningKey?: MakeSigningKey }) => Promise<VrsKeys>,
): Promise<Result<MadeKeys, KeyFileError>> {
  if (o.token === undefined) {
    const keys = await make({});
    return (await write(file, keys)).map(() => ({ keys, keyLabels: {} }));
  }
  const opened = await openToken(o.token);
  if (opened.isErr()) return err({ kind: 'token', cause: opened.error });
  const { token, close } = opened.value;
  const keyLabels: Record<string, string> = {};
  try {
    const keys = await make({
      makeSigningKey: async (purpose) => {
        const label = `${purpose} ${o.now.toISOString()}`;
        const key = await generateTokenKey(token, label);
        if (key.isErr()) throw new TokenFailed(key.error);
        keyLabels[key.value.kid] = label;
        return key.value;
      },
    });
    return (await write(file, keys)).map(() => ({ keys, keyLabels }));
  } catch (cause) {
    if (cause instanceof TokenFailed) return err({ kind: 'token', cause: cause.error });
    throw cause;
  } finally {
    await close();
  }
}

const write = (file: string, keys: VrsKeys) => replaceFile(file, JSON.stringify(keys), 0o600);

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
