/**
 * Enrols the machine it runs on:
 *
 *   node server-bridge/line/enrol-cli.ts --center HOST:PORT --ca FILE --terminal ID --serial S --code C --out FOLDER
 *
 * `--code -` reads the code from standard input, so that it stands in no list of processes. With `--module`, `--token`, `--pin-file`
 * and `--engine` the key is made in a PKCS#11 token. With `--wait MINUTES` it asks again with the same key while the center refuses,
 * and says what staff have to compare before they approve it. Ends with 0, 1 (refused or failed) or 2 (called wrongly).
 */
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { BuildSchema, ENROLMENT_CODE_PATTERN, MachineSerialSchema, TerminalIdSchema } from '../protocol/index.ts';
import { type EnrolmentError, enrolTerminal } from './enrol.ts';
import { TokenConfigurationSchema } from './token-key.ts';

const file = v.pipe(v.string(), v.minLength(1));
const ArgumentsSchema = v.strictObject({
  center: v.pipe(
    v.string(),
    v.regex(/^(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+):[0-9]{1,5}$/),
    v.transform((given) => {
      const at = given.lastIndexOf(':');
      return { host: given.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(given.slice(at + 1)) };
    }),
    v.check(({ port }) => port >= 1 && port <= 65_535),
  ),
  ca: file,
  terminal: TerminalIdSchema,
  serial: MachineSerialSchema,
  code: v.pipe(v.string(), v.trim(), v.toUpperCase(), v.regex(ENROLMENT_CODE_PATTERN)),
  out: file,
  token: v.optional(TokenConfigurationSchema),
  build: v.optional(BuildSchema),
  wait: v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,3}$/), v.transform(Number))),
});

/** Below what one address may ask in a minute. */
const ASK_AGAIN_MS = 30_000;

const tell = (comparison: string): void => {
  process.stderr.write(
    `not yet: staff of the center can approve this machine with the comparison ${comparison}; asking again\n`,
  );
};

const USAGE = `enrol-cli --center HOST:PORT --ca FILE --terminal ID --serial SERIAL --code CODE --out FOLDER [--build BUILD] [--wait MINUTES]
          [--module FILE --token LABEL --pin-file FILE --engine FILE [--key-label LABEL]]`;

function describe(error: EnrolmentError): string {
  switch (error.kind) {
    case 'unreadable-authority':
      return 'the file of the authority cannot be read';
    case 'cannot-write':
      return 'key and certificate cannot be written; the code is used up, ask for another';
    case 'no-key':
      return 'no key could be made in the token';
    case 'unreachable':
      return `the center cannot be reached: ${error.cause instanceof Error ? error.cause.message : 'unknown reason'}`;
    case 'refused':
      return 'the center refuses: terminal, serial or code are not what it knows, or the code is over';
    case 'too-many':
      return `too many attempts; again in ${error.retryAfterSeconds} seconds`;
    case 'unusable-answer':
      return `the center's answer (${error.status}) is no certificate for this terminal and key`;
    default: {
      const never: never = error;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}

async function readArguments(): Promise<v.InferOutput<typeof ArgumentsSchema> | null> {
  const options = [
    'center',
    'ca',
    'terminal',
    'serial',
    'code',
    'out',
    'module',
    'token',
    'pin-file',
    'engine',
    'key-label',
    'build',
    'wait',
  ].map((name) => [name, { type: 'string' as const }]);
  let given: Record<string, unknown>;
  try {
    given = parseArgs({ options: Object.fromEntries(options), strict: true }).values;
  } catch {
    return null;
  }
  const {
    module: modulePath,
    token: tokenLabel,
    'pin-file': pinFile,
    engine: engineFile,
    'key-label': label,
    ...rest
  } = given;
  const token = { modulePath, tokenLabel, pinFile, engineFile, keyLabel: label ?? 'kofu-line' };
  const wanted = [modulePath, tokenLabel, pinFile, engineFile, label].some((value) => value !== undefined);
  const code = given['code'] === '-' ? await text(process.stdin) : given['code'];
  const parsed = v.safeParse(ArgumentsSchema, { ...rest, code, ...(wanted ? { token } : {}) });
  return parsed.success ? parsed.output : null;
}

const read = await readArguments();
if (read === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  const { center, ca: caFile, terminal: terminalId, serial, code, out: folder, token, build, wait: minutes } = read;
  const wait = minutes === undefined ? undefined : { forMs: minutes * 60_000, everyMs: ASK_AGAIN_MS, onRefused: tell };
  const done = await enrolTerminal({ ...center, caFile, terminalId, serial, code, folder, token, build, wait });
  if (done.isOk()) process.stdout.write(`enrolled: ${terminalId}\n`);
  else process.stderr.write(`${describe(done.error)}\n`);
  process.exitCode = done.isOk() ? 0 : 1;
}
