/** Verifies an export against keys that the verifier brings, and against what was exported before. */
import type { AuditPublicKey, CheckpointTree } from '../checkpoint-note.ts';
import { verifyCheckpoint } from '../checkpoint-note.ts';
import { checkChain } from './check-chain.ts';
import type { Finding } from './finding.ts';
import { type ReadExport, readExport } from './read-export.ts';

type Lines = AsyncIterable<string> | Iterable<string>;

/** What is known from before: an export, or a single checkpoint as it was handed over. */
export type Earlier =
  | { readonly kind: 'export'; readonly lines: Lines }
  | { readonly kind: 'checkpoint'; readonly note: string };

export type ChainSummary = { readonly node: string; readonly entries: number; readonly signed: number };

export type Verdict = {
  /** Nothing found: the trail is what was written, as far as signatures reach. */
  readonly sound: boolean;
  readonly findings: readonly Finding[];
  readonly chains: readonly ChainSummary[];
};

export async function verifyExport(lines: Lines, keys: readonly AuditPublicKey[], earlier?: Earlier): Promise<Verdict> {
  const read = await readExport(lines, keys);
  const findings: Finding[] = [];
  if (earlier !== undefined) findings.push(...(await bringIn(read, earlier, keys)));
  const { chains, findings: found } = judge(read);
  findings.unshift(...found);
  return { sound: findings.length === 0, findings, chains };
}

function judge(read: ReadExport): { chains: ChainSummary[]; findings: Finding[] } {
  const findings: Finding[] = [...read.findings];
  const chains: ChainSummary[] = [];
  for (const [node, chain] of read.chains) {
    const { entries, signed, findings: found } = checkChain(node, chain);
    chains.push({ node, entries, signed });
    findings.push(...found);
  }
  return { chains, findings };
}

/** An earlier checkpoint joins those of the file; of an earlier export, entries are compared as well. */
async function bringIn(read: ReadExport, earlier: Earlier, keys: readonly AuditPublicKey[]): Promise<Finding[]> {
  switch (earlier.kind) {
    case 'checkpoint': {
      const tree = verifyCheckpoint(earlier.note, keys);
      if (tree.isErr()) return [{ kind: 'earlier-refused', finding: { kind: 'note', problem: tree.error } }];
      return expectTrees(read, [tree.value]);
    }
    case 'export': {
      const before = await readExport(earlier.lines, keys);
      const [first] = judge(before).findings;
      if (first !== undefined) return [{ kind: 'earlier-refused', finding: first }];
      const findings: Finding[] = [];
      for (const [node, chain] of before.chains) {
        const differing = compareEntries(read, node, chain.entries);
        findings.push(...differing);
        // Where entries differ, so do the roots over them: said once, at the exact place.
        if (differing.length === 0) findings.push(...expectTrees(read, chain.checkpoints));
      }
      return findings;
    }
    default: {
      const never: never = earlier;
      throw new Error(`unknown earlier ${String(never)}`);
    }
  }
}

function expectTrees(read: ReadExport, trees: readonly CheckpointTree[]): Finding[] {
  const findings: Finding[] = [];
  for (const tree of trees) {
    const chain = read.chains.get(tree.node);
    if (chain !== undefined) chain.checkpoints.push(tree);
    else if (tree.size > 0) findings.push({ kind: 'entries-missing', node: tree.node, from: 1, to: tree.size });
  }
  return findings;
}

/** The first entry that is not the same names the place; those behind it follow from it. */
function compareEntries(
  read: ReadExport,
  node: string,
  before: ReadonlyMap<number, { readonly hash: string }>,
): Finding[] {
  const now = read.chains.get(node)?.entries;
  for (const seq of [...before.keys()].toSorted((left, right) => left - right)) {
    const entry = now?.get(seq);
    if (entry === undefined) return [{ kind: 'entries-missing', node, from: seq, to: before.size }];
    if (entry.hash !== before.get(seq)?.hash) return [{ kind: 'differs-from-earlier', node, seq }];
  }
  return [];
}
