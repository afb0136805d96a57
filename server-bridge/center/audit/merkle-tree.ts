/**
 * Merkle trees of RFC 6962 §2.1 over leaf hashes: roots, proofs that an entry is in a tree and that a tree has only grown, and their
 * checks (RFC 9162 §2.1.3.2 and §2.1.4.2). All hashes are SHA-256, 32 bytes.
 */
import { createHash } from 'node:crypto';

export type Hash = Uint8Array;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);
const EMPTY_ROOT: Hash = createHash('sha256').digest();

export const leafHash = (leaf: Uint8Array): Hash => createHash('sha256').update(LEAF).update(leaf).digest();

const nodeHash = (left: Hash, right: Hash): Hash =>
  createHash('sha256').update(NODE).update(left).update(right).digest();

/** The largest power of two that is smaller than `size`, which is at least 2. */
function split(size: number): number {
  let left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

/** Index is in the tree by what the caller has checked. */
function at(leaves: readonly Hash[], index: number): Hash {
  const leaf = leaves[index];
  if (leaf === undefined) throw new RangeError(`no leaf ${index} in a tree of ${leaves.length}`);
  return leaf;
}

/** Root of the leaves `from` (inclusive) to `to` (exclusive). */
export function rootOf(leaves: readonly Hash[], from = 0, to = leaves.length): Hash {
  const size = to - from;
  if (size === 0) return EMPTY_ROOT;
  if (size === 1) return at(leaves, from);
  const middle = from + split(size);
  return nodeHash(rootOf(leaves, from, middle), rootOf(leaves, middle, to));
}

/** PATH of RFC 6962 §2.1.1, from the leaf upwards. @throws RangeError for an index outside the tree */
export function inclusionProof(leaves: readonly Hash[], index: number, size = leaves.length): Hash[] {
  if (!(index >= 0 && index < size && size <= leaves.length)) throw new RangeError('no such leaf');
  const proof: Hash[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + split(to - from);
    if (index < middle) {
      proof.unshift(rootOf(leaves, middle, to));
      to = middle;
    } else {
      proof.unshift(rootOf(leaves, from, middle));
      from = middle;
    }
  }
  return proof;
}

/** PROOF of RFC 6962 §2.1.2 between two sizes of one log. @throws RangeError unless 1 ≤ first ≤ second ≤ leaves */
export function consistencyProof(leaves: readonly Hash[], first: number, second = leaves.length): Hash[] {
  if (!(first >= 1 && first <= second && second <= leaves.length)) throw new RangeError('no such trees');
  const proof: Hash[] = [];
  let from = 0;
  let to = second;
  while (first < to) {
    const middle = from + split(to - from);
    if (first <= middle) {
      proof.unshift(rootOf(leaves, middle, to));
      to = middle;
    } else {
      proof.unshift(rootOf(leaves, from, middle));
      from = middle;
    }
  }
  // The subtree that is left was whole in the first tree; its root is known to the asker only if it was that whole tree.
  return from === 0 ? proof : [rootOf(leaves, from, to), ...proof];
}

const same = (left: Hash, right: Hash): boolean => Buffer.compare(left, right) === 0;
const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const half = (value: number): number => Math.floor(value / 2);
const isOdd = (value: number): boolean => value % 2 === 1;

/** Whether a leaf hash stands at an index of a tree of that size and root. */
export function isIncluded(leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean {
  if (!isWhole(index) || !isWhole(size) || index >= size) return false;
  let place = index;
  let last = size - 1;
  let reached = leaf;
  for (const step of proof) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      reached = nodeHash(step, reached);
      while (!isOdd(place) && place !== 0) {
        place = half(place);
        last = half(last);
      }
    } else {
      reached = nodeHash(reached, step);
    }
    place = half(place);
    last = half(last);
  }
  return last === 0 && same(reached, root);
}

export type Tree = { readonly size: number; readonly root: Hash };

/** Whether the second tree begins with all of the first. An empty tree is the beginning of every tree. */
export function isConsistent(first: Tree, second: Tree, proof: readonly Hash[]): boolean {
  if (!isWhole(first.size) || !isWhole(second.size) || first.size > second.size) return false;
  if (first.size === second.size) return proof.length === 0 && same(first.root, second.root);
  if (first.size === 0) return proof.length === 0 && same(first.root, EMPTY_ROOT);
  let place = first.size - 1;
  let last = second.size - 1;
  while (isOdd(place)) {
    place = half(place);
    last = half(last);
  }
  const [start, ...steps] = place === 0 ? [first.root, ...proof] : proof;
  if (start === undefined) return false;
  let old = start;
  let now = start;
  for (const step of steps) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      old = nodeHash(step, old);
      now = nodeHash(step, now);
      while (!isOdd(place) && place !== 0) {
        place = half(place);
        last = half(last);
      }
    } else {
      now = nodeHash(now, step);
    }
    place = half(place);
    last = half(last);
  }
  return last === 0 && same(old, first.root) && same(now, second.root);
}

/** The roots of a growing tree's perfect subtrees, largest first: all that is needed to add leaves and to tell the root. */
export class TreeFrontier {
  #size = 0;
  readonly #subtrees: Hash[] = [];

  /** @param subtrees as {@link TreeFrontier.subtrees} gave them for that size, 64 hexadecimal digits each */
  static restore(size: number, subtrees: readonly string[]): TreeFrontier {
    const frontier = new TreeFrontier();
    frontier.#size = size;
    frontier.#subtrees.push(...subtrees.map((subtree) => Buffer.from(subtree, 'hex')));
    return frontier;
  }

  get size(): number {
    return this.#size;
  }

  get subtrees(): readonly string[] {
    return this.#subtrees.map((subtree) => Buffer.from(subtree).toString('hex'));
  }

  add(leaf: Hash): void {
    let added = leaf;
    for (let carry = this.#size; isOdd(carry); carry = half(carry)) {
      const left = this.#subtrees.pop();
      if (left === undefined) throw new RangeError('the frontier does not fit its size');
      added = nodeHash(left, added);
    }
    this.#subtrees.push(added);
    this.#size += 1;
  }

  root(): Hash {
    const last = this.#subtrees.at(-1);
    if (last === undefined) return EMPTY_ROOT;
    return this.#subtrees.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  }
}
