import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from './strict-json.ts';

describe('strict JSON', () => {
  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"x":{"a":1,"b":[{"c":1,"c":1}]}}',
    '{"a":1,"b":{},"a":1}',
    '{"__proto__":1,"__proto__":2}',
    '{"a\\"b":1,"a\\"b":2}',
    '{"a" : 1, "a"\n: 2}',
    '',
    '{',
    "{'a':1}",
    '"\ud800"',
    `${'['.repeat(33)}${']'.repeat(33)}`,
  ])('refuses %j', (text) => {
    expect(parseStrictJson(text)).toBeUndefined();
  });

  it.each([
    '{"a":{"a":1},"b":[{"a":1},{"a":2}]}',
    '["a","a"]',
    '{"a":"a\\":1,\\"a"}',
    '{"a":"{\\"a\\":1,\\"a\\":2}"}',
    'null',
  ])('accepts %j', (text) => {
    expect(parseStrictJson(text)).toEqual({ value: JSON.parse(text) });
  });

  it('accepts whatever has been written from a value, and refuses it with one of its keys doubled', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { minKeys: 1, maxKeys: 6 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(text.isWellFormed());
        expect(parseStrictJson(text)).toEqual({ value: JSON.parse(text) });
        const key = JSON.stringify(Object.keys(value)[0]);
        expect(parseStrictJson(text.replace('{', () => `{${key}:0,`))).toBeUndefined();
      }),
      { seed: 3 },
    );
  });
});
