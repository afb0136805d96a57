import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeIpp } from './decode.ts';
import { encodeIpp } from './encode.ts';
import type { IppAttribute, IppMessage, IppValue } from './message.ts';

const field = (text: string) => {
  const bytes = Buffer.from(text, 'utf8').toString('hex');
  return `${(bytes.length / 2).toString(16).padStart(4, '0')}${bytes}`;
};
const message = (groups: string) => Buffer.from(`020000000000000101${groups}03`.replaceAll(' ', ''), 'hex');
const kindOf = (bytes: Uint8Array) => {
  const decoded = decodeIpp(bytes);
  return decoded.isErr() ? decoded.error : undefined;
};

test.each([
  ['an integer of 3 bytes', `21${field('copies')}0003000001`, 'bad-length'],
  ['an integer of 5 bytes', `21${field('copies')}00050000000001`, 'bad-length'],
  ['a boolean of 2', `22${field('flag')}000102`, 'bad-value'],
  ['an out-of-band value with a value', `13${field('x')}000100`, 'bad-length'],
  ['a keyword that is not UTF-8', `44${field('x')}0001ff`, 'bad-value'],
  ['a date of 10 bytes', `31${field('x')}000a${'00'.repeat(10)}`, 'bad-length'],
  ['a date that is none', `31${field('x')}000b${'00'.repeat(11)}`, 'bad-value'],
  ['a resolution in a unit that is none', `32${field('x')}0009000002580000025805`, 'bad-value'],
  ['a text with language whose lengths do not fill it', `35${field('x')}00070002656e00026161`, 'bad-value'],
  ['a name length in the upper half', '44ffff', 'bad-length'],
  ['a value length in the upper half', `44${field('x')}8000`, 'bad-length'],
  ['a value before any attribute', '44000000016100', 'bad-structure'],
  ['the same attribute twice', `44${field('x')}${field('a')}44${field('x')}${field('b')}`, 'bad-structure'],
  ['the reserved delimiter', '00', 'bad-structure'],
  ['an end of collection outside one', '3700000000', 'bad-structure'],
  ['a member name outside a collection', `4a0000${field('x')}`, 'bad-structure'],
  ['a collection with a value of its own', `34${field('x')}000100`, 'bad-length'],
  ['a group inside a collection', `34${field('x')}000002`, 'bad-structure'],
  ['a member without a value', `34${field('x')}00004a0000${field('y')}3700000000`, 'bad-structure'],
  ['a member value without a member', `34${field('x')}0000210000000400000001`, 'bad-structure'],
  ['a named value in a collection', `34${field('x')}000021${field('y')}000400000001`, 'bad-structure'],
  ['collections without end', `34${field('x')}0000${`4a0000${field('y')}3400000000`.repeat(20)}`, 'bad-structure'],
])('%s is refused', (_name, groups, kind) => {
  expect(kindOf(message(groups))?.kind).toBe(kind);
});

test('an attribute before any group is refused', () => {
  expect(kindOf(Buffer.from(`020000000000000144${field('x')}${field('a')}03`, 'hex'))?.kind).toBe('bad-structure');
});

test('a value tag nobody knows is kept as it came', () => {
  const [group] = decodeIpp(message(`5f${field('x')}0002abcd`))._unsafeUnwrap().message.groups;
  expect(group?.attributes[0]?.values).toEqual([{ syntax: 'reserved', tag: 0x5f, value: Uint8Array.of(0xab, 0xcd) }]);
});

test('any bytes are a message or a named error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      decodeIpp(bytes);
      decodeIpp(Buffer.concat([message('').subarray(0, 9), bytes]));
    }),
  );
});

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const simpleValue: fc.Arbitrary<IppValue> = fc.oneof(
  fc.record({ syntax: fc.constantFrom('integer', 'enum'), value: int32 }),
  fc.record({ syntax: fc.constant('boolean'), value: fc.boolean() }),
  fc.record({ syntax: fc.constantFrom('text', 'name', 'keyword', 'uri'), value: fc.string({ unit: 'grapheme' }) }),
  fc.record({
    syntax: fc.constantFrom('textWithLanguage', 'nameWithLanguage'),
    language: fc.string(),
    value: fc.string(),
  }),
  fc.record({ syntax: fc.constant('octetString'), value: fc.uint8Array() }),
  fc.record({ syntax: fc.constant('rangeOfInteger'), lower: int32, upper: int32 }),
  fc.record({
    syntax: fc.constant('resolution'),
    crossFeed: int32,
    feed: int32,
    unit: fc.constantFrom('dots-per-inch', 'dots-per-centimeter'),
  }),
  fc.record({ syntax: fc.constantFrom('no-value', 'unknown', 'unsupported') }),
);
const attributes = (value: fc.Arbitrary<IppValue>): fc.Arbitrary<IppAttribute[]> =>
  fc.uniqueArray(
    fc.record({ name: fc.string({ minLength: 1 }), values: fc.array(value, { minLength: 1, maxLength: 3 }) }),
    {
      selector: ({ name }) => name,
      maxLength: 4,
    },
  );
const anyValue = fc.oneof(
  simpleValue,
  attributes(simpleValue).map((members): IppValue => ({ syntax: 'collection', members })),
);
const anyMessage: fc.Arbitrary<IppMessage> = fc.record({
  version: fc.constant({ major: 2, minor: 0 }),
  code: fc.nat(0xffff),
  requestId: int32,
  groups: fc.array(fc.record({ tag: fc.constantFrom(1, 2, 4, 5), attributes: attributes(anyValue) }), { maxLength: 3 }),
});

test('what is written is read again, and cut anywhere it is truncated', () => {
  fc.assert(
    fc.property(anyMessage, fc.nat(), (written, cut) => {
      const bytes = encodeIpp(written);
      expect(decodeIpp(bytes)._unsafeUnwrap().message).toEqual(written);
      expect(kindOf(bytes.subarray(0, cut % bytes.length))?.kind).toBe('truncated');
    }),
    { numRuns: 200 },
  );
});

test('what does not fit is a bug, not a message', () => {
  const write = (value: IppValue) => () =>
    encodeIpp({
      version: { major: 2, minor: 0 },
      code: 2,
      requestId: 1,
      groups: [{ tag: 1, attributes: [{ name: 'x', values: [value] }] }],
    });
  expect(write({ syntax: 'text', value: 'a'.repeat(0x7fff) })).not.toThrow();
  expect(write({ syntax: 'text', value: 'a'.repeat(0x8000) })).toThrow(RangeError);
  expect(write({ syntax: 'integer', value: 2 ** 31 })).toThrow(RangeError);
});
