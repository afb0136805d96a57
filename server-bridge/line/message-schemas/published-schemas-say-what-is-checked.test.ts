import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { applicationOf, statusOf, syntheticContent, visitId } from '../../center/test-support/bridge-world.ts';
import { filler } from '../../center/test-support/stub-vrs.ts';
import { jsonSchemaOf } from './json-schema-of.ts';
import { LINE_MESSAGES, publishedSchemas } from './line-message-schemas.ts';

const folder = fileURLToPath(new URL('../../../docs/line-messages/', import.meta.url));
const at = '2026-04-01T00:00:00.000Z';
const event = { seq: 4, at, event: 'STATE_CHANGED', code: 'idle' };
const request = '-----BEGIN CERTIFICATE REQUEST-----\nsynthetic\n-----END CERTIFICATE REQUEST-----\n';

const SAMPLES: { readonly [Name in keyof typeof LINE_MESSAGES]?: readonly object[] } = {
  'terminal-status': [statusOf(filler(22)), statusOf(filler(22), [event])],
  'relay-request': [applicationOf(visitId())],
  'relay-answer': [{ visitId: visitId(), sealed: filler(200) }],
  'challenge-request': [{ visitId: visitId() }],
  'command-result': [{ commandId: filler(22), result: 'done' }],
  'push-event': [
    { type: 'directive-changed', version: 3 },
    { type: 'command', command: 'a.b.c' },
  ],
  problem: [{ refusal: 'BUSY', retryAfterSeconds: 2 }, { refusal: 'MALFORMED' }],
  command: [
    {
      v: 1,
      commandId: filler(22),
      terminalId: 'KOFU-0001',
      processId: filler(22),
      expiresAt: at,
      order: { kind: 'maintenance', on: true },
    },
  ],
  'event-log-page': [
    {
      v: 1,
      terminalId: 'KOFU-0001',
      commandId: filler(22),
      logId: filler(22),
      page: 1,
      last: true,
      entries: [
        { entry: 1, at, level: 'info', event: 'HOST_STARTED', fields: { build: 'synthetic', count: 2, on: true } },
      ],
    },
  ],
  'enrolment-request': [{ v: 1, terminalId: 'KOFU-0001', serial: 'SYN-0001', code: '0123-4567-89AB-CDEF', request }],
  'certificate-request': [{ v: 1, request }],
  directive: [
    { ...syntheticContent, version: 1, issuedAt: at, expiresAt: '2026-04-02T00:00:00.000Z', vrsKeySet: 'a.b.c' },
  ],
};

/** What takes the place of each member, and of each member of a member. */
const INSTEAD: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  10_000_000_000,
  '',
  'x',
  '1234567890123',
  'x'.repeat(6_000),
  [],
  {},
  [null],
];

/** The sample with one place changed: left out, something else, or with a stranger beside it. */
function* changed(sample: unknown): Generator<unknown> {
  yield* INSTEAD;
  if (typeof sample !== 'object' || sample === null) return;
  if (Array.isArray(sample)) {
    for (const [index, item] of sample.entries()) for (const other of changed(item)) yield sample.with(index, other);
    return;
  }
  yield { ...sample, stranger: 1 };
  for (const [name, member] of Object.entries(sample)) {
    yield Object.fromEntries(Object.entries(sample).filter(([kept]) => kept !== name));
    for (const other of changed(member)) yield { ...sample, [name]: other };
  }
}

test('docs/line-messages is what the schemas of the line say now', async () => {
  const published = publishedSchemas();
  expect((await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted()).toEqual(
    [...published.keys()].toSorted(),
  );
  for (const [name, text] of published) {
    // By value: the formatter of this repository has its own mind about lines.
    expect(JSON.parse(await readFile(`${folder}${name}`, 'utf8')), name).toEqual(JSON.parse(text));
  }
});

describe('a validator of another make', () => {
  const ajv = new Ajv2020({ strict: true, allErrors: false, strictTypes: false, formats: { uri: URL.canParse } });

  test.each(Object.entries(LINE_MESSAGES))('reads the schema of %s and judges as the line does', (name, schema) => {
    const text = publishedSchemas().get(`${name}.schema.json`) ?? '';
    const validate = ajv.compile(JSON.parse(text));
    const samples = Object.entries(SAMPLES).find(([named]) => named === name)?.[1] ?? [];
    for (const sample of samples) {
      expect(v.safeParse(schema, sample).issues?.map((issue) => issue.message)).toBeUndefined();
      expect(validate(sample), JSON.stringify(validate.errors)).toBe(true);
      let refused = 0;
      for (const other of changed(sample)) {
        // A list in the place of fields without names: the line reads it as no fields, nobody is told to send it.
        if (JSON.stringify(other).includes('"fields":[')) continue;
        const accepted = v.is(schema, other);
        // Only what JSON Schema cannot say may be accepted there and refused here; never the other way round.
        if (accepted || !text.includes('$comment')) {
          expect(validate(other), `${name} ${JSON.stringify(other).slice(0, 200)}`).toBe(accepted);
        }
        if (!validate(other)) refused += 1;
      }
      expect(refused).toBeGreaterThan(10);
    }
  });
});

test('a kind of schema that is not known is a bug, not a gap', () => {
  for (const schema of [
    v.date(),
    v.pipe(v.string(), v.email()),
    v.pipe(v.string(), v.regex(/a/i)),
    v.map(v.string(), v.string()),
  ]) {
    expect(() => jsonSchemaOf(schema)).toThrow();
  }
});
