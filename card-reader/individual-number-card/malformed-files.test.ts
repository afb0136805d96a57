import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CardImage, parseCardImage, verifyCard, wipeCardImage } from '../index.ts';
import { anybody, CHALLENGE } from '../virtual/laid-card.ts';
import { findSyntheticPerson, type SyntheticPerson } from '../virtual/people.ts';
import { syntheticCardAnchors, syntheticFilesOf } from '../virtual/synthetic-cards.ts';
import { attributesFileOf, numberFileOf } from '../virtual/synthetic-files.ts';

const NAMES = ['ef0001', 'ef0002', 'ef0003', 'ef0004', 'ef0007'] as const;

/** Building a card takes RSA signatures; every image here is a copy of one made once. */
const built = new Map<string, CardImage>();

function imageOf(person = anybody()): CardImage {
  const genuine = built.get(person.id) ?? build(person);
  built.set(person.id, genuine);
  const { ef0001, ef0002, ef0003, ef0004, ef0007 } = genuine;
  return {
    ef0001: ef0001.slice(),
    ef0002: ef0002.slice(),
    ef0003: ef0003.slice(),
    ef0004: ef0004.slice(),
    ef0007: ef0007.slice(),
  };
}

function build(person: SyntheticPerson): CardImage {
  const files = syntheticFilesOf(person);
  const file = (fileId: number): Uint8Array => files.get(fileId) ?? new Uint8Array(0);
  return { ef0001: file(1), ef0002: file(2), ef0003: file(3), ef0004: file(4), ef0007: file(7) };
}

describe('what the card says about its holder', () => {
  const withAttributes = (attributes: Partial<ReturnType<typeof anybody>>): CardImage => ({
    ...imageOf(),
    ef0002: attributesFileOf({ ...anybody(), ...attributes }),
  });

  it.each([
    ['a mononym', { name: 'スシラワティ' }],
    ['a long Latin name', { name: `MARIA${'　DE　LOS　ANGELES'.repeat(5)}` }],
    ['a variation sequence', { name: '葛\u{E0100}城　辻\u{E0101}子' }],
    ['a placeholder for a character that could not be coded', { name: '〓田　〓' }],
    ['a former surname', { name: '見本［旧］　一葉' }],
    ['a birth date of which parts are unknown', { birthDate: '19450000' }],
    ['another sex code', { sex: '9' }],
    ['an address of 200 characters', { address: '架'.repeat(200) }],
  ])('%s is kept as written', (_name, attributes) => {
    expect(parseCardImage(withAttributes(attributes))._unsafeUnwrap()).toMatchObject(attributes);
  });

  it.each([
    ['an empty name', { name: '' }],
    ['a line break in the name', { name: '見本\n一葉' }],
    ['a NUL in the address', { address: '架空県\0' }],
  ])('%s is refused', (_name, attributes) => {
    expect(parseCardImage(withAttributes(attributes))._unsafeUnwrapErr()).toEqual({
      kind: 'object-malformed',
      file: 'EF 0002',
    });
  });

  it('bytes that are no UTF-8 are refused', () => {
    const image = imageOf();
    const name = Buffer.from(image.ef0002).indexOf(Buffer.from('見本', 'utf8'));
    image.ef0002[name] = 0xff;
    expect(parseCardImage(image).isErr()).toBe(true);
  });

  it.each(['12345678901a', '１２３４', '12345678901'])('"%s" is no number', (text) => {
    expect(parseCardImage({ ...imageOf(), ef0001: numberFileOf(text) })._unsafeUnwrapErr()).toEqual({
      kind: 'object-malformed',
      file: 'EF 0001',
    });
  });

  it('is gone after wiping', () => {
    const image = imageOf();
    wipeCardImage(image);
    expect(NAMES.flatMap((name) => [...image[name]]).every((byte) => byte === 0)).toBe(true);
    expect(parseCardImage(image).isErr()).toBe(true);
  });
});

describe('mutated files', () => {
  const people = [anybody(), findSyntheticPerson('teppei') ?? anybody()];
  const mutation = fc.record({
    person: fc.constantFrom(...people),
    file: fc.constantFrom(...NAMES),
    edits: fc.array(fc.record({ at: fc.nat({ max: 600 }), byte: fc.nat({ max: 255 }) }), {
      minLength: 1,
      maxLength: 6,
    }),
    length: fc.option(fc.nat({ max: 700 }), { freq: 4 }),
  });

  it('never crash the parser, never pass the verification, and never show in an error', () => {
    const anchors = syntheticCardAnchors();
    fc.assert(
      fc.property(mutation, ({ person, file, edits, length }) => {
        const genuine = imageOf(person);
        const bytes = new Uint8Array(length ?? genuine[file].length);
        bytes.set(genuine[file].subarray(0, bytes.length));
        for (const { at, byte } of edits) bytes[at % Math.max(bytes.length, 1)] = byte;
        const image = { ...genuine, [file]: bytes };
        parseCardImage(image);
        const verdict = verifyCard({ image, challenge: CHALLENGE, challengeSignature: new Uint8Array(256), anchors });
        expect(verdict.isErr()).toBe(true);
        expect(JSON.stringify(verdict._unsafeUnwrapErr())).not.toContain(person.individualNumber);
      }),
      { seed: 20_210_726, numRuns: 3_000 },
    );
  });

  it('random bytes are malformed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.constantFrom(...NAMES), (bytes, file) => {
        const verdict = verifyCard({
          image: { ...imageOf(), [file]: bytes },
          challenge: CHALLENGE,
          challengeSignature: new Uint8Array(256),
          anchors: [],
        });
        expect(verdict._unsafeUnwrapErr().kind).toBe('object-malformed');
      }),
      { seed: 7, numRuns: 1_000 },
    );
  });
});
