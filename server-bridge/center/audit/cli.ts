/**
 * `cli.ts verify FILE --key PUBLIC.jwk.json [--key …] [--earlier FILE]`: verifies an export of the audit trail without the center.
 * Ends with 0 when it is sound, 1 when it is not, 64 when asked wrongly, 66 when a file cannot be read.
 */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { EcPublicJwkSchema } from '../../protocol/index.ts';
import { type AuditPublicKey, auditPublicKey } from './checkpoint-note.ts';
import { describeFinding } from './verify/finding.ts';
import { type Earlier, type Verdict, verifyExport } from './verify/verify-export.ts';

const EXIT_NOT_SOUND = 1;
const EXIT_USAGE = 64;
const EXIT_NO_INPUT = 66;
const MOST_FINDINGS = 20;
const CHECKPOINT_START = 'kofu/center-audit/';
/** Larger than any note, and smaller than any export worth its name. */
const NOTE_BYTES = 200_000;

const USAGE = `usage: cli.ts verify FILE --key PUBLIC.jwk.json [--key …] [--earlier FILE]
  FILE       an export of the audit trail (GET /operations/audit/export)
  --key      public key of the center's audit, from the center's keeper and not from whoever gave you FILE
  --earlier  an earlier export, or one checkpoint that was handed over: nothing in it may have changed since`;

/** The longest piece that is taken for a line: more than any line of an export has. */
const LINE_CHARACTERS = 1_000_000;

/** The lines of a file, opened when the first is asked for. @throws (while it is read) when the file cannot be read */
async function* linesOf(file: string): AsyncGenerator<string> {
  let open = '';
  for await (const piece of createReadStream(file, 'utf8')) {
    const lines = `${open}${String(piece)}`.split('\n');
    open = lines.pop() ?? '';
    yield* lines;
    if (open.length > LINE_CHARACTERS) {
      yield open;
      open = '';
    }
  }
  if (open !== '') yield open;
}

async function readKey(file: string): Promise<Result<AuditPublicKey, string>> {
  try {
    const jwk = v.safeParse(EcPublicJwkSchema, JSON.parse(await readFile(file, 'utf8')));
    return jwk.success ? ok(auditPublicKey(jwk.output)) : err(`${file} is not a public key (JWK, P-256)`);
  } catch {
    return err(`${file} cannot be read as a public key (JWK, P-256)`);
  }
}

async function readEarlier(file: string): Promise<Earlier> {
  const { size } = await stat(file);
  const note = size > NOTE_BYTES ? '' : await readFile(file, 'utf8');
  return note.startsWith(CHECKPOINT_START) ? { kind: 'checkpoint', note } : { kind: 'export', lines: linesOf(file) };
}

function report({ sound, findings, chains }: Verdict): void {
  for (const finding of findings.slice(0, MOST_FINDINGS)) console.log(`NOT SOUND  ${describeFinding(finding)}`);
  if (findings.length > MOST_FINDINGS) console.log(`           and ${findings.length - MOST_FINDINGS} more`);
  for (const { node, entries, signed } of chains) {
    const open = entries - signed;
    const tail =
      open === 0 ? 'all signed' : `${signed} signed; the last ${open} only chained, a missing tail would not show`;
    console.log(`${sound ? 'SOUND     ' : '          '} ${node}: ${entries} entries, ${tail}`);
  }
}

async function run(): Promise<number> {
  let asked: ReturnType<typeof readArguments>;
  try {
    asked = readArguments();
  } catch {
    asked = null;
  }
  if (asked === null) {
    console.error(USAGE);
    return EXIT_USAGE;
  }
  const keys: AuditPublicKey[] = [];
  for (const file of asked.keyFiles) {
    const key = await readKey(file);
    if (key.isErr()) {
      console.error(key.error);
      return EXIT_NO_INPUT;
    }
    keys.push(key.value);
  }
  try {
    await stat(asked.file);
    const earlier = asked.earlier === undefined ? undefined : await readEarlier(asked.earlier);
    const verdict = await verifyExport(linesOf(asked.file), keys, earlier);
    report(verdict);
    return verdict.sound ? 0 : EXIT_NOT_SOUND;
  } catch (cause) {
    console.error(`cannot read: ${cause instanceof Error ? cause.message : 'unknown reason'}`);
    return EXIT_NO_INPUT;
  }
}

function readArguments(): { file: string; keyFiles: string[]; earlier: string | undefined } | null {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string', multiple: true }, earlier: { type: 'string' } },
  });
  const [command, file, ...more] = positionals;
  const keyFiles = values.key ?? [];
  if (command !== 'verify' || file === undefined || more.length > 0 || keyFiles.length === 0) return null;
  return { file, keyFiles, earlier: values.earlier };
}

process.exitCode = await run();
