/** Reads an export line by line into its chains, and finds what is wrong with single lines and with their order. */
import * as v from 'valibot';
import { parseCanonical } from '../../../sealing/index.ts';
import { type AuditEntry, entryBytes, entryHash } from '../audit-entry.ts';
import { type AuditPublicKey, type CheckpointTree, verifyCheckpoint } from '../checkpoint-note.ts';
import { type ExportLine, ExportLineSchema } from '../export-lines.ts';
import { leafHash } from '../merkle-tree.ts';
import type { Finding } from './finding.ts';

export type ReadEntry = {
  readonly previous: string;
  /** As its fields give it. */
  readonly hash: string;
  /** As it is written. */
  readonly stated: string;
  readonly leaf: Uint8Array;
};

export type ReadChain = {
  readonly entries: Map<number, ReadEntry>;
  /** Those with a good signature. */
  readonly checkpoints: CheckpointTree[];
  /** Numbers of lines that cannot be read as entries but say which they are. */
  readonly unreadable: Set<number>;
  /** How many entries the file's own head tells of. */
  claimed: number;
};

export type ReadExport = {
  readonly chains: ReadonlyMap<string, ReadChain>;
  readonly findings: readonly Finding[];
};

/** What an unreadable line may still say of itself. */
const NamedSchema = v.object({ node: v.string(), seq: v.number() });

/** @param keys the only ones whose checkpoints count; the file itself has none */
export async function readExport(
  lines: AsyncIterable<string> | Iterable<string>,
  keys: readonly AuditPublicKey[],
): Promise<ReadExport> {
  const chains = new Map<string, ReadChain>();
  const findings: Finding[] = [];
  const highest = new Map<string, number>();
  let hasHead = false;
  let end: Extract<ExportLine, { kind: 'end' }> | null = null;
  let complete = true;
  let number = 0;
  let entries = 0;
  let checkpoints = 0;

  const chainOf = (node: string): ReadChain => {
    const known = chains.get(node) ?? { entries: new Map(), checkpoints: [], unreadable: new Set(), claimed: 0 };
    chains.set(node, known);
    return known;
  };

  const takeEntry = (entry: AuditEntry, stated: string): void => {
    const { node, seq, previous } = entry;
    const chain = chainOf(node);
    if (chain.entries.has(seq)) {
      findings.push({ kind: 'entry-repeated', node, seq, line: number });
      return;
    }
    const top = highest.get(node) ?? 0;
    if (seq < top) findings.push({ kind: 'entry-out-of-order', node, seq, line: number });
    highest.set(node, Math.max(top, seq));
    const bytes = entryBytes(entry);
    const hash = entryHash(bytes);
    chain.entries.set(seq, { previous, hash, stated, leaf: leafHash(bytes) });
  };

  for await (const text of lines) {
    number += 1;
    const line = readLine(text);
    if (line === null) {
      const { node, seq } = nameIn(text);
      findings.push({ kind: 'line-unreadable', line: number, node, seq });
      if (node !== null && seq !== null) chains.get(node)?.unreadable.add(seq);
      continue;
    }
    if ((number === 1) !== (line.kind === 'audit-export') || end !== null) complete = false;
    switch (line.kind) {
      case 'audit-export':
        hasHead = true;
        for (const { node, size } of line.chains) chainOf(node).claimed = size;
        break;
      case 'entry': {
        const { kind: _, hash, ...entry } = line;
        entries += 1;
        takeEntry(entry, hash);
        break;
      }
      case 'checkpoint': {
        const tree = verifyCheckpoint(line.note, keys);
        checkpoints += 1;
        if (tree.isOk()) chainOf(tree.value.node).checkpoints.push(tree.value);
        else findings.push({ kind: 'checkpoint-refused', line: number, problem: tree.error });
        break;
      }
      case 'end':
        end = line;
        break;
      default: {
        const never: never = line;
        throw new Error(`unknown line ${String(never)}`);
      }
    }
  }
  const counted = end !== null && end.entries === entries && end.checkpoints === checkpoints;
  // Lines that could not be read are findings of their own, and not counted.
  const unread = findings.some(({ kind }) => kind === 'line-unreadable');
  if (!hasHead || !complete || end === null || !(counted || unread)) findings.push({ kind: 'file-incomplete' });
  return { chains, findings };
}

function readLine(text: string): ExportLine | null {
  const parsed = parseCanonical(text);
  if (parsed === undefined) return null;
  const line = v.safeParse(ExportLineSchema, parsed.value);
  return line.success ? line.output : null;
}

function nameIn(text: string): { node: string | null; seq: number | null } {
  try {
    const named = v.safeParse(NamedSchema, JSON.parse(text));
    if (named.success) return named.output;
  } catch {
    // Not even JSON: nothing to be named by.
  }
  return { node: null, seq: null };
}
