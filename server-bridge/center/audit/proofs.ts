/**
 * Proofs out of an export that stand without it (RFC 6962 §2.1.1 and §2.1.2): that one entry is in a signed tree, and that a signed tree
 * has only grown. Whoever is given one needs the public key, and none of the other entries.
 */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { parseCanonical } from '../../sealing/index.ts';
import { type AuditEntry, AuditEntrySchema, entryBytes, HashSchema } from './audit-entry.ts';
import { type AuditPublicKey, type CheckpointTree, type NoteProblem, verifyCheckpoint } from './checkpoint-note.ts';
import { ExportLineSchema } from './export-lines.ts';
import {
  consistencyProof,
  type Hash,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  rootOf,
} from './merkle-tree.ts';

/** A path in a tree of less than 2^60 leaves, and one more. */
const PathSchema = v.pipe(v.array(HashSchema), v.maxLength(64));
const NoteSchema = v.pipe(v.string(), v.maxLength(200_000));

export const AuditProofSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('audit-entry-included'),
    v: v.literal(1),
    entry: AuditEntrySchema,
    path: PathSchema,
    /** The signed tree it is in. */
    note: NoteSchema,
  }),
  v.strictObject({
    kind: v.literal('audit-tree-grown'),
    v: v.literal(1),
    first: NoteSchema,
    second: NoteSchema,
    path: PathSchema,
  }),
]);
export type AuditProof = v.InferOutput<typeof AuditProofSchema>;

export type ProofRefused =
  | { readonly kind: 'no-such-entry' }
  /** No checkpoint of a known key covers what is asked for. */
  | { readonly kind: 'not-signed' }
  /** Entries are missing, or not those that were signed: verify the export first. */
  | { readonly kind: 'export-unsound' }
  | { readonly kind: 'note'; readonly problem: NoteProblem }
  /** Two notes of different nodes, or the first is the larger one. */
  | { readonly kind: 'not-earlier' };

type Lines = AsyncIterable<string> | Iterable<string>;
type Chain = {
  readonly entries: Map<number, AuditEntry>;
  readonly leaves: Hash[];
  readonly signed: { readonly tree: CheckpointTree; readonly note: string }[];
};

const hexOf = (hashes: readonly Hash[]): string[] => hashes.map((hash) => Buffer.from(hash).toString('hex'));
const bytesOf = (hashes: readonly string[]): Hash[] => hashes.map((hash) => Buffer.from(hash, 'hex'));

/** What an export holds of one chain. */
async function readChain(lines: Lines, keys: readonly AuditPublicKey[], node: string): Promise<Chain> {
  const chain: Chain = { entries: new Map(), leaves: [], signed: [] };
  for await (const text of lines) {
    const line = v.safeParse(ExportLineSchema, parseCanonical(text)?.value);
    if (!line.success) continue;
    if (line.output.kind === 'entry' && line.output.node === node) {
      const { kind: _, hash: __, ...entry } = line.output;
      chain.entries.set(entry.seq, entry);
    }
    if (line.output.kind === 'checkpoint') {
      const { note } = line.output;
      const tree = verifyCheckpoint(note, keys);
      if (tree.isOk() && tree.value.node === node) chain.signed.push({ tree: tree.value, note });
    }
  }
  for (let seq = 1; ; seq += 1) {
    const entry = chain.entries.get(seq);
    if (entry === undefined) break;
    chain.leaves.push(leafHash(entryBytes(entry)));
  }
  chain.signed.sort((one, other) => one.tree.size - other.tree.size);
  return chain;
}

const fits = ({ leaves }: Chain, { size, root }: CheckpointTree): boolean =>
  size <= leaves.length && Buffer.compare(rootOf(leaves, 0, size), root) === 0;

/** Proves one entry, in the smallest signed tree that has it. */
export async function proveEntry(
  lines: Lines,
  keys: readonly AuditPublicKey[],
  asked: { readonly node: string; readonly seq: number },
): Promise<Result<AuditProof, ProofRefused>> {
  const chain = await readChain(lines, keys, asked.node);
  const entry = chain.entries.get(asked.seq);
  if (entry === undefined) return err({ kind: 'no-such-entry' });
  const covering = chain.signed.find(({ tree }) => tree.size >= asked.seq);
  if (covering === undefined) return err({ kind: 'not-signed' });
  if (!fits(chain, covering.tree)) return err({ kind: 'export-unsound' });
  const path = hexOf(inclusionProof(chain.leaves, asked.seq - 1, covering.tree.size));
  return ok({ kind: 'audit-entry-included', v: 1, entry, path, note: covering.note });
}

/** Proves that a checkpoint that was handed over is the beginning of the newest one of the export. */
export async function proveGrowth(
  lines: Lines,
  keys: readonly AuditPublicKey[],
  first: string,
): Promise<Result<AuditProof, ProofRefused>> {
  const earlier = verifyCheckpoint(first, keys);
  if (earlier.isErr()) return err({ kind: 'note', problem: earlier.error });
  const chain = await readChain(lines, keys, earlier.value.node);
  const newest = chain.signed.at(-1);
  if (newest === undefined) return err({ kind: 'not-signed' });
  const { size } = earlier.value;
  if (size > newest.tree.size) return err({ kind: 'not-earlier' });
  if (!fits(chain, earlier.value) || !fits(chain, newest.tree)) return err({ kind: 'export-unsound' });
  const path = size === 0 ? [] : hexOf(consistencyProof(chain.leaves, size, newest.tree.size));
  return ok({ kind: 'audit-tree-grown', v: 1, first, second: newest.note, path });
}

export type CheckedProof =
  | { readonly kind: 'included'; readonly entry: AuditEntry }
  | { readonly kind: 'grown'; readonly node: string; readonly from: number; readonly to: number };

/** Checks a proof with the keys that are trusted, and nothing else. @returns `not-proved` where all can be read and it is not so */
export function checkProof(
  proof: AuditProof,
  keys: readonly AuditPublicKey[],
): Result<CheckedProof, ProofRefused | { readonly kind: 'not-proved' }> {
  const path = bytesOf(proof.path);
  switch (proof.kind) {
    case 'audit-entry-included': {
      const tree = verifyCheckpoint(proof.note, keys);
      if (tree.isErr()) return err({ kind: 'note', problem: tree.error });
      const { entry } = proof;
      const leaf = leafHash(entryBytes(entry));
      const { node, size, root } = tree.value;
      const included = entry.node === node && isIncluded(leaf, entry.seq - 1, size, path, root);
      return included ? ok({ kind: 'included', entry }) : err({ kind: 'not-proved' });
    }
    case 'audit-tree-grown': {
      const [first, second] = [verifyCheckpoint(proof.first, keys), verifyCheckpoint(proof.second, keys)];
      if (first.isErr()) return err({ kind: 'note', problem: first.error });
      if (second.isErr()) return err({ kind: 'note', problem: second.error });
      const { node, size: from } = first.value;
      const { size: to } = second.value;
      if (second.value.node !== node || from > to) return err({ kind: 'not-earlier' });
      return isConsistent(first.value, second.value, path)
        ? ok({ kind: 'grown', node, from, to })
        : err({ kind: 'not-proved' });
    }
    default: {
      const never: never = proof;
      throw new Error(`unknown proof ${String(never)}`);
    }
  }
}
