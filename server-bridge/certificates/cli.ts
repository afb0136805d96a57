/**
 * Certificates by hand. Exit codes: 0 valid or done, 1 refused, 64 wrong command line, 66 a file or host that cannot be
 * used. `--json` answers in one line for programs.
 */
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { codesInFile } from './cli/codes-in-file.ts';
import { type KeyFileError, makeKeyFile, readKeyFile, removeKeyFromFile, rollOverKeyFile } from './cli/key-file.ts';
import { type FetchError, readArchive, readPublishedKeys, replaceFile } from './cli/published-keys.ts';
import { readBytes, readTrust } from './cli/trust-files.ts';
import { verdictText } from './cli/verdict-text.ts';
import { type ArchiveError, updateArchive } from './keys/key-archive.ts';
import { healthCardPublicKeys } from './keys/public-keys.ts';
import { verifyCode } from './verify-code.ts';

const USAGE = `certificates/cli.ts
  verify FILE [--keys ARCHIVE|JWKS [--iss URL]] [--anchors PEM] [--revocations PEM] [--roots PEM] [--path at-issue|now]
         [--at INSTANT] [--json]      FILE: PNG or JPEG with symbols, .smart-health-card, or text of a code
  mirror URL|JWKS --archive FILE [--iss URL]     adds an issuer's published keys to an archive
  jwks KEYFILE                                   what VRS publishes of a key file
  make-keys KEYFILE --iss URL [TOKEN]            new keys; TOKEN: --module PATH --token LABEL --pin-file FILE
  roll-over KEYFILE [--from INSTANT|now] [TOKEN]     the next keys, in use a day later
  remove-key KEYFILE KID                         takes a compromised card key back
`;

const EXIT = { done: 0, refused: 1, usage: 64, unusable: 66 } as const;

const InstantOptionSchema = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((text) => new Date(text)),
);
const OptionsSchema = v.object({
  keys: v.optional(v.string()),
  iss: v.optional(v.pipe(v.string(), v.startsWith('https://'))),
  anchors: v.optional(v.string()),
  revocations: v.optional(v.string()),
  roots: v.optional(v.string()),
  path: v.optional(v.picklist(['at-issue', 'now'])),
  at: v.optional(InstantOptionSchema),
  json: v.optional(v.boolean(), false),
  archive: v.optional(v.string()),
  from: v.optional(
    v.union([
      v.pipe(
        v.literal('now'),
        v.transform(() => new Date()),
      ),
      InstantOptionSchema,
    ]),
  ),
  module: v.optional(v.string()),
  token: v.optional(v.string()),
  'pin-file': v.optional(v.string()),
});
type Options = v.InferOutput<typeof OptionsSchema>;
type Outcome = { readonly text: string; readonly code: number };

const done = (text: string): Outcome => ({ text, code: EXIT.done });
const wrongUsage: Outcome = { text: USAGE.trimEnd(), code: EXIT.usage };

async function verify(file: string, options: Options): Promise<Outcome> {
  const trust = await readTrust(options);
  if (trust.isErr()) return unusable(trust.error);
  const bytes = await readBytes(file);
  if (bytes.isErr()) return unusable(bytes.error);
  const codes = await codesInFile(bytes.value);
  if (codes.isErr()) {
    const hint = codes.error.kind === 'pdf' ? ' (pages are read by: npm run certificate -- decode FILE.pdf)' : '';
    return { text: `no code could be read in ${file}: ${codes.error.kind}${hint}`, code: EXIT.unusable };
  }
  const now = options.at ?? new Date();
  const verdicts = [];
  for (const code of codes.value) verdicts.push(await verifyCode(code, trust.value, now));
  const code = verdicts.every(({ valid }) => valid) ? EXIT.done : EXIT.refused;
  return { text: options.json ? JSON.stringify({ codes: verdicts }) : verdicts.map(verdictText).join('\n'), code };
}

async function mirror(source: string, options: Options): Promise<Outcome> {
  const file = options.archive;
  if (file === undefined) return wrongUsage;
  const seen = await readPublishedKeys(source, options.iss);
  if (seen.isErr()) return unusable(seen.error);
  const archive = await readArchive(file);
  if (archive.isErr()) return unusable(archive.error);
  const updated = updateArchive(archive.value, seen.value, new Date());
  if (updated.isErr()) return { text: describe(updated.error), code: EXIT.refused };
  const written = await replaceFile(file, `${JSON.stringify(updated.value, null, 1)}\n`, 0o644);
  if (written.isErr()) return unusable(written.error);
  const { keys, iss } = updated.value;
  const removed = keys.filter(({ removedAt }) => removedAt !== null).length;
  return done(
    options.json
      ? JSON.stringify({ iss, keys: keys.length, removed })
      : `${iss}: ${keys.length} keys, ${removed} of them taken back`,
  );
}

async function jwks(file: string): Promise<Outcome> {
  const keys = await readKeyFile(file);
  return keys.isErr() ? unusable(keys.error) : done(JSON.stringify({ keys: healthCardPublicKeys(keys.value) }));
}

async function changeKeys(command: 'make-keys' | 'roll-over', file: string, options: Options): Promise<Outcome> {
  const token = tokenOf(options);
  const { iss, from } = options;
  if (token === 'incomplete' || (command === 'make-keys' && iss === undefined)) return wrongUsage;
  const now = new Date();
  const made =
    command === 'make-keys' && iss !== undefined
      ? await makeKeyFile(file, { iss, now, token })
      : await rollOverKeyFile(file, { now, from, token });
  if (made.isErr()) return unusable(made.error);
  const schedule = made.value.keys.healthCard.keys.map(({ key, from: since }) => ({ kid: key.kid, from: since }));
  return done(JSON.stringify({ healthCardKeys: schedule, keyLabels: made.value.keyLabels }));
}

function tokenOf({ module, token, 'pin-file': pinFile }: Options) {
  if (module === undefined && token === undefined && pinFile === undefined) return undefined;
  if (module === undefined || token === undefined || pinFile === undefined) return 'incomplete';
  return { modulePath: module, tokenLabel: token, pinFile };
}

async function removeKey(file: string, kid: string): Promise<Outcome> {
  const keys = await removeKeyFromFile(file, kid, new Date());
  return keys.isErr() ? unusable(keys.error) : done(JSON.stringify({ removed: keys.value.healthCard.removed }));
}

const unusable = (error: KeyFileError | FetchError): Outcome => ({ text: describe(error), code: EXIT.unusable });

function describe(error: KeyFileError | FetchError | ArchiveError): string {
  switch (error.kind) {
    case 'unreadable':
      return `${error.file} cannot be read or written`;
    case 'not-what-it-should-be':
      return `${error.file} does not hold what it should`;
    case 'issuer-missing':
      return `${error.file} does not say whose keys it holds: --iss URL`;
    case 'not-fetched':
      return `${error.url} could not be fetched`;
    case 'other-issuer':
      return 'the archive is of another issuer';
    case 'removed-key-is-back':
      return `key ${error.kid}, taken back earlier, is published again: nothing was changed`;
    case 'file-exists':
      return `${error.file} is there already`;
    case 'unknown-key':
      return 'no such key is published';
    case 'key-in-use':
      return 'the key signs now: first roll over with --from now';
    case 'token':
      return `the hardware token: ${error.cause.kind}`;
    default: {
      const never: never = error;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}

function run(positionals: readonly string[], options: Options): Promise<Outcome> | Outcome {
  const [command, file, kid] = positionals;
  if (file === undefined || positionals.length > (command === 'remove-key' ? 3 : 2)) return wrongUsage;
  if (command === 'verify') return verify(file, options);
  if (command === 'mirror') return mirror(file, options);
  if (command === 'jwks') return jwks(file);
  if (command === 'make-keys' || command === 'roll-over') return changeKeys(command, file, options);
  if (command === 'remove-key' && kid !== undefined) return removeKey(file, kid);
  return wrongUsage;
}

function readCommandLine(): { positionals: readonly string[]; options: Options } | undefined {
  try {
    const text = { type: 'string' } as const;
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        ...{ keys: text, iss: text, anchors: text, revocations: text, roots: text, path: text, at: text },
        ...{ archive: text, from: text, module: text, token: text, 'pin-file': text },
        json: { type: 'boolean' },
      },
    });
    const options = v.safeParse(OptionsSchema, values);
    return options.success ? { positionals, options: options.output } : undefined;
  } catch {
    return undefined;
  }
}

const commandLine = readCommandLine();
const { text, code } = commandLine === undefined ? wrongUsage : await run(commandLine.positionals, commandLine.options);
(code === EXIT.done || code === EXIT.refused ? process.stdout : process.stderr).write(`${text}\n`);
process.exitCode = code;
