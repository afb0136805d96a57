import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  consistencyProof,
  type Hash,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  rootOf,
  TreeFrontier,
} from './merkle-tree.ts';

const hex = (hash: Hash): string => Buffer.from(hash).toString('hex');
const bytes = (text: string): Buffer => Buffer.from(text, 'hex');

/** Inputs and answers published with Certificate Transparency's reference implementations. */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const LEAVES = INPUTS.map((input) => leafHash(bytes(input)));

describe('reference vectors', () => {
  test.each(ROOTS.map((root, size) => ({ size, root })))('root of $size leaves', ({ size, root }) => {
    expect(hex(rootOf(LEAVES, 0, size))).toBe(root);
    const frontier = new TreeFrontier();
    for (const leaf of LEAVES.slice(0, size)) frontier.add(leaf);
    expect(hex(frontier.root())).toBe(root);
  });

  test.each([
    [
      0,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      8,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
  ])('leaf %i is in the tree of %i', (index, size, proof) => {
    expect(inclusionProof(LEAVES, index, size).map(hex)).toEqual(proof);
  });

  test.each([
    [
      2,
      8,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('the tree of %i grows into the tree of %i', (first, second, proof) => {
    expect(consistencyProof(LEAVES, first, second).map(hex)).toEqual(proof);
  });
});

const leaves = Array.from({ length: 70 }, (_, index) => leafHash(Buffer.of(index)));
const trees = fc
  .integer({ min: 1, max: leaves.length })
  .chain((second) => fc.record({ second: fc.constant(second), first: fc.integer({ min: 1, max: second }) }));
const treeOf = (size: number) => ({ size, root: rootOf(leaves, 0, size) });
const flipped = (hash: Hash): Hash => Uint8Array.from(hash, (byte, index) => (index === 31 ? byte ^ 1 : byte));

/** What nobody may take for the proof. */
function wrongProofs(proof: readonly Hash[]): Hash[][] {
  const last = proof.at(-1);
  return [
    [...proof, leafHash(Buffer.of(255))],
    ...(last === undefined ? [] : [proof.slice(0, -1), [...proof.slice(0, -1), flipped(last)], [...proof].slice(1)]),
  ];
}

test('every leaf is proved in every tree; another leaf, place, root or proof is not', () => {
  fc.assert(
    fc.property(trees, ({ first, second }) => {
      const index = first - 1;
      const leaf = leaves[index] ?? new Uint8Array();
      const { root } = treeOf(second);
      const proof = inclusionProof(leaves, index, second);
      expect(isIncluded(leaf, index, second, proof, root)).toBe(true);
      expect(isIncluded(flipped(leaf), index, second, proof, root)).toBe(false);
      expect(isIncluded(leaf, index, second, proof, flipped(root))).toBe(false);
      expect(isIncluded(leaf, second, second, proof, root)).toBe(false);
      for (const wrong of wrongProofs(proof)) expect(isIncluded(leaf, index, second, wrong, root)).toBe(false);
      if (index > 0) expect(isIncluded(leaf, index - 1, second, proof, root)).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('every tree is proved to have grown into every later one; another tree or proof is not', () => {
  fc.assert(
    fc.property(trees, ({ first, second }) => {
      const proof = consistencyProof(leaves, first, second);
      const [old, now] = [treeOf(first), treeOf(second)];
      expect(isConsistent(old, now, proof)).toBe(true);
      expect(isConsistent({ ...old, root: flipped(old.root) }, now, proof)).toBe(false);
      expect(isConsistent(old, { ...now, root: flipped(now.root) }, proof)).toBe(false);
      for (const wrong of wrongProofs(proof)) expect(isConsistent(old, now, wrong)).toBe(false);
      if (first < second) expect(isConsistent(now, old, proof)).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('a frontier that was kept and restored tells the same roots', () => {
  const frontier = new TreeFrontier();
  for (const [index, leaf] of leaves.entries()) {
    const restored = TreeFrontier.restore(frontier.size, frontier.subtrees);
    restored.add(leaf);
    frontier.add(leaf);
    expect(hex(restored.root())).toBe(hex(frontier.root()));
    expect(hex(frontier.root())).toBe(hex(rootOf(leaves, 0, index + 1)));
  }
});
