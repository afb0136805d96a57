import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../apdu/hex.ts';
import { encodeTlv, type LengthForm } from '../apdu/tlv.ts';
import { type CardImage, parseCardImage, verifyCard } from '../index.ts';
import { anybody, CHALLENGE, layCard, readWhole } from '../virtual/laid-card.ts';
import { oddSyntheticPeople, type SyntheticPerson } from '../virtual/people.ts';
import { buildSyntheticCard, syntheticCardAnchors, syntheticFilesOf } from '../virtual/synthetic-cards.ts';
import { attributesFileOf, integrityRecordOf } from '../virtual/synthetic-files.ts';
import { testKey } from '../virtual/test-keys.ts';

const holderOf = ({ individualNumber, name, address, birthDate, sex }: SyntheticPerson) => ({
  individualNumber,
  name,
  address,
  birthDate,
  sex,
});

async function read(person: SyntheticPerson) {
  const reading = await readWhole((await layCard(buildSyntheticCard(person))).connection);
  if (reading.kind === 'failed') throw new Error(`${reading.at}: ${JSON.stringify(reading.error)}`);
  return reading;
}

describe.each(oddSyntheticPeople().map((person) => [person.id, person.remark, person] as const))(
  '%s (%s)',
  (_id, _remark, person) => {
    it('is read, believed, and kept character for character', async () => {
      const { image, challengeSignature } = await read(person);
      const anchors = syntheticCardAnchors();
      const verdict = verifyCard({ image, challenge: CHALLENGE, challengeSignature, anchors });
      expect(verdict._unsafeUnwrap()).toEqual(holderOf(person));
    });

    it('is not the same person in any normal form', async () => {
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
        const normal = { ...person, name: person.name.normalize(form) };
        if (normal.name === person.name) continue;
        const { image, challengeSignature } = await read(person);
        const altered = { ...image, ef0002: attributesFileOf(normal) };
        const anchors = syntheticCardAnchors();
        const verdict = verifyCard({ image: altered, challenge: CHALLENGE, challengeSignature, anchors });
        expect(verdict._unsafeUnwrapErr()).toEqual({ kind: 'attributes-altered' });
      }
    });
  },
);

it('normalisation would change four of them and more', () => {
  const changed = oddSyntheticPeople().filter(({ name }) => name.normalize('NFKC') !== name);
  expect(changed.length).toBeGreaterThanOrEqual(4);
});

/** EF 0002 with its lengths written in given forms; the offsets say where the attributes really stand. */
function attributesFile(values: readonly Uint8Array[], outer: LengthForm, inner: LengthForm): Uint8Array {
  const objects = values.map((value, index) => encodeTlv(0xdf22 + index, value, index < 2 ? inner : 'minimal'));
  const length = 11 + objects.reduce((sum, object) => sum + object.length, 0);
  const headerLength = encodeTlv(0xff20, new Uint8Array(length), outer).length - length;
  const table = new DataView(new ArrayBuffer(8));
  let offset = headerLength + 11;
  for (const [index, object] of objects.entries()) {
    table.setUint16(index * 2, offset);
    offset += object.length;
  }
  const value = concatBytes(encodeTlv(0xdf21, new Uint8Array(table.buffer)), ...objects);
  return encodeTlv(0xff20, value, outer);
}

const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));
const imageWith = (ef0002: Uint8Array): CardImage => {
  const files = syntheticFilesOf(anybody());
  const file = (fileId: number): Uint8Array => files.get(fileId) ?? new Uint8Array(0);
  return { ef0001: file(1), ef0002, ef0003: file(3), ef0004: file(4), ef0007: file(7) };
};

describe('lengths of the attributes', () => {
  it.each([1, 42, 127, 128, 255, 256, 999])('a name of %i bytes', (length) => {
    const name = 'A'.repeat(length);
    const person = { ...anybody(), name };
    expect(parseCardImage(imageWith(attributesFileOf(person)))._unsafeUnwrap().name).toBe(name);
  });

  it.each([
    ['short', 'short'],
    ['one-byte', 'minimal'],
    ['two-bytes', 'minimal'],
    ['one-byte', 'one-byte'],
    ['two-bytes', 'two-bytes'],
  ] as const)('outer %s and inner %s are read, and digested as written', (outer, inner) => {
    const values = [utf8('見本　一葉'), utf8('架空県'), utf8('19870605'), utf8('2')];
    const ef0002 = attributesFile(values, outer, inner);
    const image = imageWith(ef0002);
    const tableEnd = ef0002.length - values.reduce((sum, _value, index) => sum + objectLength(values, index, inner), 0);
    const digested = ef0002.slice(tableEnd);
    const signed = { ...image, ef0003: integrityRecordOf(image.ef0001, digested, testKey('issuer-A')) };
    const verdict = verifyCard({
      image: signed,
      challenge: CHALLENGE,
      challengeSignature: new Uint8Array(256),
      anchors: syntheticCardAnchors(),
    });
    // Everything but the chip's own signature is right; the digests are looked at before it.
    expect(verdict._unsafeUnwrapErr()).toEqual({ kind: 'challenge-refused' });
  });

  it('any text a person may have comes back as written', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(text, text, (name, address) => {
        fc.pre(!/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name + address));
        const parsed = parseCardImage(imageWith(attributesFileOf({ ...anybody(), name, address })));
        expect(parsed._unsafeUnwrap()).toMatchObject({ name, address });
      }),
      { seed: 310, numRuns: 500 },
    );
  });

  it.each([
    ['a birth date of seven characters', { birthDate: '1987060' }],
    ['a birth date of nine characters', { birthDate: '198706050' }],
    ['a birth date with a control character', { birthDate: '1987\n605' }],
    ['a sex code that is a control character', { sex: '\u0001' }],
    ['two sex codes', { sex: '12' }],
  ])('%s is refused', (_name, change) => {
    expect(parseCardImage(imageWith(attributesFileOf({ ...anybody(), ...change }))).isErr()).toBe(true);
  });
});

function objectLength(values: readonly Uint8Array[], index: number, inner: LengthForm): number {
  return encodeTlv(0xdf22, values[index] ?? new Uint8Array(0), index < 2 ? inner : 'minimal').length;
}
