/**
 * The part of `cli.ts` that makes proofs from an export and checks them without it. A proof goes to standard output. Ends with 0; 1
 * where it is not proved or cannot be; 64 asked wrongly; 66 a file cannot be read.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { linesOf, readKey } from './audit-files.ts';
import type { AuditPublicKey } from './checkpoint-note.ts';
import { AuditProofSchema, checkProof, type ProofRefused, proveEntry, proveGrowth } from './proofs.ts';

const EXIT = { notProved: 1, usage: 64, noInput: 66 } as const;
export const PROOF_USAGE = `       cli.ts prove-entry FILE --key PUBLIC.jwk.json [--key …] --node NODE --seq NUMBER
       cli.ts prove-growth FILE --key PUBLIC.jwk.json [--key …] --earlier CHECKPOINT
       cli.ts check-proof PROOF --key PUBLIC.jwk.json [--key …]`;

const file = v.pipe(v.string(), v.minLength(1));
const key = v.pipe(v.array(file), v.minLength(1));
const seq = v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,14}$/), v.transform(Number));
const OrderSchema = v.variant('what', [
  v.strictObject({ what: v.literal('prove-entry'), file, key, node: file, seq }),
  v.strictObject({ what: v.literal('prove-growth'), file, key, earlier: file }),
  v.strictObject({ what: v.literal('check-proof'), file, key }),
]);
type Order = v.InferOutput<typeof OrderSchema>;

function readOrder(given: readonly string[]): Order | null {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: { key: { type: 'string', multiple: true }, node: text, seq: text, earlier: text },
    });
    const [what, named, ...more] = positionals;
    const order = v.safeParse(OrderSchema, { what, file: named, ...values });
    return order.success && more.length === 0 ? order.output : null;
  } catch {
    return null;
  }
}

function describe(refused: ProofRefused | { readonly kind: 'not-proved' }): string {
  switch (refused.kind) {
    case 'no-such-entry':
      return 'the export has no such entry';
    case 'not-signed':
      return 'no checkpoint of a known key covers it';
    case 'export-unsound':
      return 'the entries of the export are not those that were signed: verify it';
    case 'note':
      return `a checkpoint does not count: ${refused.problem}`;
    case 'not-earlier':
      return 'the first checkpoint is not an earlier one of the same chain';
    case 'not-proved':
      return 'NOT PROVED: entry, path and signed tree do not fit together';
    default: {
      const never: never = refused;
      throw new Error(`unknown refusal ${String(never)}`);
    }
  }
}

type Ways = { readonly out: (line: string) => void; readonly end: (line: string, code: number) => number };

async function check(order: Order, keys: readonly AuditPublicKey[], { out, end }: Ways): Promise<number> {
  const text = await readFile(order.file, 'utf8');
  const proof = v.safeParse(v.pipe(v.string(), v.parseJson(), AuditProofSchema), text);
  if (!proof.success) return end('this is no proof', EXIT.notProved);
  const checked = checkProof(proof.output, keys);
  if (checked.isErr()) return end(describe(checked.error), EXIT.notProved);
  const said = checked.value;
  if (said.kind === 'grown') out(`PROVED  ${said.node}: ${said.to} entries begin with the ${said.from} of before`);
  else out(`PROVED  ${JSON.stringify(said.entry)}`);
  return 0;
}

/** Whether a command is one of these. */
export const isProofCommand = (what: string | undefined): boolean =>
  OrderSchema.options.some(({ entries }) => entries.what.literal === what);

/** @returns the exit code */
export async function runProofProgram(
  given: readonly string[],
  { out, errors }: { readonly out: (line: string) => void; readonly errors: (line: string) => void },
): Promise<number> {
  const end = (line: string, code: number): number => {
    errors(line);
    return code;
  };
  const order = readOrder(given);
  if (order === null) return end(`usage:\n${PROOF_USAGE}`, EXIT.usage);
  const keys: AuditPublicKey[] = [];
  for (const named of order.key) {
    const read = await readKey(named);
    if (read.isErr()) return end(read.error, EXIT.noInput);
    keys.push(read.value);
  }
  try {
    if (order.what === 'check-proof') return await check(order, keys, { out, end });
    const proof =
      order.what === 'prove-entry'
        ? await proveEntry(linesOf(order.file), keys, order)
        : await proveGrowth(linesOf(order.file), keys, await readFile(order.earlier, 'utf8'));
    if (proof.isErr()) return end(describe(proof.error), EXIT.notProved);
    out(JSON.stringify(proof.value));
    return 0;
  } catch (cause) {
    return end(`cannot read: ${cause instanceof Error ? cause.message : 'unknown reason'}`, EXIT.noInput);
  }
}
