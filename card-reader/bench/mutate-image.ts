import { concatBytes } from '../apdu/hex.ts';
import type { CardImage } from '../individual-number-card/card-image.ts';
import type { SeededNumbers } from './seeded-numbers.ts';

export const FILE_NAMES = ['ef0001', 'ef0002', 'ef0003', 'ef0004', 'ef0007'] as const;

/** Bytes that steer a parser: tags, length forms, edges of signed and unsigned. */
const STEERING = [0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0x83, 0xff, 0x1f, 0x5f, 0xdf, 0x30] as const;

type Mutation = (file: Uint8Array, draw: SeededNumbers, other: Uint8Array) => Uint8Array;

const at = (file: Uint8Array, draw: SeededNumbers): number => draw.below(Math.max(file.length, 1));

const MUTATIONS: readonly Mutation[] = [
  // One bit.
  (file, draw) => {
    const index = at(file, draw);
    return withByte(file, index, (file[index] ?? 0) ^ (1 << draw.below(8)));
  },
  // One byte, anything or something that steers.
  (file, draw) => withByte(file, at(file, draw), draw.below(256)),
  (file, draw) => withByte(file, at(file, draw), STEERING[draw.below(STEERING.length)] ?? 0),
  // Among the first bytes, where tags and lengths stand.
  (file, draw) =>
    withByte(file, draw.below(Math.min(file.length, 24) || 1), STEERING[draw.below(STEERING.length)] ?? 0),
  // Shorter, longer, a piece out, a piece twice.
  (file, draw) => file.slice(0, at(file, draw)),
  (file, draw) => concatBytes(file, new Uint8Array(1 + draw.below(300)).fill(draw.below(2) === 0 ? 0xff : 0x00)),
  (file, draw) => {
    const start = at(file, draw);
    return concatBytes(file.slice(0, start), file.slice(start + 1 + draw.below(16)));
  },
  (file, draw) => {
    const start = at(file, draw);
    return concatBytes(file.slice(0, start), file.slice(Math.max(0, start - 8), start), file.slice(start));
  },
  // Another card's file, whole or from somewhere on.
  (_file, _draw, other) => other.slice(),
  (file, draw, other) => {
    const start = at(file, draw);
    return concatBytes(file.slice(0, start), other.slice(start));
  },
  // Nothing but noise.
  (file, draw) => file.map(() => draw.below(256)),
];

/** A copy of an image with one to three mutations in one or two of its files; `donor` is another person's image. */
export function mutateImage(image: CardImage, donor: CardImage, draw: SeededNumbers): CardImage {
  const mutated: CardImage = { ...image };
  for (let files = 1 + draw.below(2); files > 0; files--) {
    const name = FILE_NAMES[draw.below(FILE_NAMES.length)] ?? 'ef0001';
    for (let count = 1 + draw.below(3); count > 0; count--) {
      const mutation = MUTATIONS[draw.below(MUTATIONS.length)];
      if (mutation !== undefined) mutated[name] = mutation(mutated[name], draw, donor[name]);
    }
  }
  return mutated;
}

function withByte(file: Uint8Array, index: number, value: number): Uint8Array {
  const copy = file.slice();
  if (index < copy.length) copy[index] = value;
  return copy;
}
