/** Checks one chain that has been read: no gap, each entry behind the one before, every signed checkpoint over these very entries. */
import { BEFORE_THE_FIRST } from '../audit-entry.ts';
import { TreeFrontier } from '../merkle-tree.ts';
import type { Finding } from './finding.ts';
import type { ReadChain, ReadEntry } from './read-export.ts';

export type CheckedChain = {
  readonly findings: readonly Finding[];
  /** The highest number there is. */
  readonly entries: number;
  /** Up to where a signature covers them. */
  readonly signed: number;
};

/**
 * Numbers come from a file nobody vouches for, so nothing here counts up to one of them.
 *
 * @param chain what was read of it, with the faults that are known already
 */
export function checkChain(node: string, chain: ReadChain): CheckedChain {
  const findings: Finding[] = [];
  const checkpoints = chain.checkpoints.toSorted((left, right) => left.size - right.size);
  const frontier = new TreeFrontier();
  /** From the first fault on, roots differ as its consequence and say nothing new. */
  let sound = true;
  let signed = 0;
  let next = 0;
  let last = 0;
  let before: ReadEntry | null = null;

  const checkRoots = (): void => {
    for (let checkpoint = checkpoints[next]; checkpoint !== undefined; checkpoint = checkpoints[next]) {
      if (checkpoint.size > last) return;
      next += 1;
      if (!sound || checkpoint.size !== last) continue;
      if (Buffer.compare(checkpoint.root, frontier.root()) === 0) {
        signed = last;
        continue;
      }
      findings.push({ kind: 'entries-rewritten', node, from: Math.min(signed + 1, last), to: last });
      sound = false;
    }
  };
  const reportGap = (first: number, end: number): void => {
    sound = false;
    let [from, to] = [first, end];
    // Of a line that cannot be read it is known that it is there.
    while (chain.unreadable.has(from)) from += 1;
    while (to >= from && chain.unreadable.has(to)) to -= 1;
    if (from <= to) findings.push({ kind: 'entries-missing', node, from, to });
  };

  checkRoots();
  for (const [seq, entry] of [...chain.entries].toSorted(([left], [right]) => left - right)) {
    if (seq > last + 1) reportGap(last + 1, seq - 1);
    else if (entry.hash === entry.stated && !follows(entry, before)) {
      // The first has none before it, so it is itself at fault.
      findings.push({ kind: 'entry-exchanged', node, seq: Math.max(seq - 1, 1) });
      sound = false;
    }
    if (entry.hash !== entry.stated) {
      findings.push({ kind: 'entry-changed', node, seq });
      sound = false;
    }
    frontier.add(entry.leaf);
    before = entry;
    last = seq;
    checkRoots();
  }
  const expected = Math.max(chain.claimed, checkpoints.at(-1)?.size ?? 0);
  if (expected > last) reportGap(last + 1, expected);
  if (last > 0 && sound && signed === 0) findings.push({ kind: 'chain-unsigned', node });
  return { findings, entries: last, signed };
}

/** A hash that was itself rewritten is known as a change of that entry; the one after it is not at fault for it. */
function follows(entry: ReadEntry, before: ReadEntry | null): boolean {
  return before === null
    ? entry.previous === BEFORE_THE_FIRST
    : entry.previous === before.hash || entry.previous === before.stated;
}
