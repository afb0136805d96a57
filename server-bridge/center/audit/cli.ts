/**
 * `cli.ts verify FILE --key PUBLIC.jwk.json [--key …] [--earlier FILE]`: verifies an export of the audit trail without the center.
 * `cli.ts prove-entry …`, `prove-growth …`, `check-proof …`: see `proof-program.ts`.
 * Ends with 0 when it is sound, 1 when it is not, 64 when asked wrongly, 66 when a file cannot be read.
 */
import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { linesOf, readKey } from './audit-files.ts';
import type { AuditPublicKey } from './checkpoint-note.ts';
import { isProofCommand, PROOF_USAGE, runProofProgram } from './proof-program.ts';
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
  --earlier  an earlier export, or one checkpoint that was handed over: nothing in it may have changed since
proofs, which are checked without the export:
${PROOF_USAGE}`;

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

const given = process.argv.slice(2);
const ways = { out: (line: string) => console.log(line), errors: (line: string) => console.error(line) };
process.exitCode = isProofCommand(given[0]) ? await runProofProgram(given, ways) : await run();
