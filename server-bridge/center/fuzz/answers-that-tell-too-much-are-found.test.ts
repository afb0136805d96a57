import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { isStorable } from '../../staff-access/index.ts';
import { faultOf } from './test-support/judge-answer.ts';
import { byteMutations, MARK, placeMutations } from './test-support/mutations.ts';
import { sampleOf as sampleMatching } from './test-support/sample-of-schema.ts';

const SEED = 72_026;
const sampleOf = (schema: v.GenericSchema): unknown =>
  sampleMatching(schema, (pattern) => fc.sample(fc.stringMatching(pattern), { seed: SEED, numRuns: 40 }));
const RANDOM = fc.sample(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json(), fc.string()), {
  seed: SEED,
  numRuns: 8,
});

test.each([
  ['a fault', 'operations', 500, '{"error":"failed"}'],
  ['no status', 'line', 0, ''],
  ['the name of the framework', 'enrolment', 400, '{"error":"Bad Request","code":"FST_ERR_BAD_URL"}'],
  ['a stack', 'console', 400, '{"error":"a","stack":"Error: x\\n    at Object.handle (/a/b.ts:1:2)"}'],
  ["the sender's words", 'operations', 400, `{"error":"${MARK}"}`],
  ['nothing', 'operations', 404, ''],
  ['more than the word', 'observability', 404, '{"error":"not-found","path":"/a"}'],
  ['a word of staff on the line', 'line', 400, '{"error":"malformed"}'],
  ['a refusal nobody knows', 'line', 400, '{"refusal":"NOPE"}'],
] as const)('%s is no answer', (_what, listener, status, text) => {
  expect(faultOf(listener, { status, text, headers: {} })).not.toBeNull();
});

test.each([
  ['operations', 400, '{"error":"malformed"}'],
  ['operations', 200, '{"terminals":[]}'],
  ['console', 503, '{"error":"busy"}'],
  ['line', 503, '{"refusal":"BUSY","retryAfterSeconds":3}'],
] as const)('a refusal of ours is one: %s %s %s', (listener, status, text) => {
  expect(faultOf(listener, { status, text, headers: {} })).toBeNull();
});

test('samples fit their schema, and most mutations of them do not', () => {
  const schema = v.strictObject({
    v: v.literal(1),
    name: v.pipe(v.string(), v.regex(/^[A-Z]{3}-[0-9]{2}$/)),
    count: v.pipe(v.number(), v.safeInteger(), v.minValue(7), v.maxValue(9)),
    many: v.pipe(v.array(v.picklist(['a', 'b'])), v.minLength(2)),
    one: v.variant('kind', [v.strictObject({ kind: v.literal('x'), at: v.nullable(v.boolean()) })]),
  });
  const sample = sampleOf(schema);
  expect(v.is(schema, sample)).toBe(true);
  const fitting = placeMutations(sample).filter(({ bytes }) => v.is(schema, JSON.parse(bytes.toString('utf8'))));
  // A key written twice with the good value last, another of the choices, neighbours within the limits.
  expect(fitting.length).toBeLessThan(placeMutations(sample).length / 10);
  expect(byteMutations(sample, RANDOM).length).toBeGreaterThan(20);
  expect(() =>
    sampleOf(
      v.pipe(
        v.string(),
        v.check(() => false),
      ),
    ),
  ).toThrow('no sample');
});

test('a text the store cannot hold is found at any depth', () => {
  expect(isStorable({ a: [1, null, 'words \u202e \ud800', { b: true }] })).toBe(true);
  expect(isStorable({ a: [{ b: 'a\u0000b' }] })).toBe(false);
  expect(isStorable({ 'a\u0000': 1 })).toBe(false);
  let deep: unknown = 'a\u0000';
  for (let level = 0; level < 60_000; level += 1) deep = [deep];
  expect(isStorable(deep)).toBe(false);
});
