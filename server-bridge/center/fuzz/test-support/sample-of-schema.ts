/** Makes a valid message from a schema, so that every route has a beginning for its mutations without anybody writing one. */
import * as v from 'valibot';

/** Texts that match a pattern, always the same ones; throws where a pattern cannot be turned round. */
export type TextsMatching = (pattern: RegExp) => readonly string[];

/** What schemas and their pipes are made of, as far as a sample needs it; a schema is data like any other. */
const PartSchema = v.looseObject({
  type: v.string(),
  pipe: v.optional(v.array(v.unknown())),
  entries: v.optional(v.record(v.string(), v.unknown())),
  wrapped: v.optional(v.unknown()),
  item: v.optional(v.unknown()),
  items: v.optional(v.array(v.unknown())),
  key: v.optional(v.unknown()),
  value: v.optional(v.unknown()),
  options: v.optional(v.array(v.unknown())),
  literal: v.optional(v.unknown()),
  requirement: v.optional(v.unknown()),
});
type Part = v.InferOutput<typeof PartSchema>;

/** Words of the field that fit patterns which cannot be turned round. */
const WORDS = [
  // Not the terminal by which a test sees that everything still works: some messages retire whom they name.
  'KOFU-0009',
  'synthetic.person',
  '999903',
  '13',
  '1',
  '0',
  '2026-01-15T03:00:00.000Z',
  '2026-01-15T03:00:00Z',
  '2026-01-15',
  '09:00',
  'synthetic',
  'A'.repeat(22),
  'A'.repeat(43),
  'A'.repeat(87),
  'a'.repeat(64),
  'https://synthetic.example/hook',
  'Synthetic words of some length',
  '123456',
  // A check digit fits; nobody has this number.
  '123456789018',
  '018f3a5e-1c2b-7d4e-8f60-123456789abc',
  '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n',
];

/** @throws where no sample of this schema is found: the route then needs a sample of its own */
export function sampleOf(schema: v.GenericSchema, matching: TextsMatching): unknown {
  const sample = candidatesOf(schema, matching).find((candidate) => v.is(schema, candidate));
  if (sample === undefined) throw new Error(`no sample of a schema of kind ${schema.type}`);
  return sample;
}

function candidatesOf(schema: unknown, matching: TextsMatching): readonly unknown[] {
  const part = v.parse(PartSchema, schema);
  switch (part.type) {
    case 'string':
      return stringsOf(part, matching);
    case 'number':
    case 'bigint':
      return [...limitsOf(part), 1, 0, 2, 5, 10, 100, 1_000, 0.5];
    case 'boolean':
      return [true];
    case 'null':
      return [null];
    case 'unknown':
    case 'any':
      return [{}];
    case 'literal':
      return [part.literal];
    case 'picklist':
    case 'enum':
      return part.options ?? [];
    case 'optional':
    case 'exact_optional':
    case 'nullable':
    case 'nullish':
    case 'undefinedable':
      return [...candidatesOf(part.wrapped, matching), null];
    case 'array': {
      const item = goodOf(part.item, matching);
      return [[item], [], Array.from({ length: 2 }, () => item), [1, 5, 25, 100]];
    }
    case 'tuple':
    case 'strict_tuple':
      return [(part.items ?? []).map((item) => goodOf(item, matching))];
    case 'record':
      return [{ [String(goodOf(part.key, matching))]: goodOf(part.value, matching) }, {}];
    case 'object':
    case 'strict_object':
    case 'loose_object':
      return objectsOf(part, matching);
    case 'union':
    case 'variant':
      return (part.options ?? []).flatMap((option) => candidatesOf(option, matching));
    default:
      throw new Error(`no samples of kind ${part.type}`);
  }
}

/** The whole message first, then the one without what may be left out, then each of these alone. */
function objectsOf(part: Part, matching: TextsMatching): readonly unknown[] {
  const entries = Object.entries(part.entries ?? {});
  const optional = (inner: unknown): boolean =>
    ['optional', 'exact_optional'].includes(v.parse(PartSchema, inner).type);
  const made = entries.map(([name, inner]) => ({ name, value: goodOf(inner, matching), free: optional(inner) }));
  const needed = made.filter(({ free }) => !free);
  const of = (fields: typeof made): unknown => Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  return [of(made), of(needed), ...made.filter(({ free }) => free).map((field) => of([...needed, field]))];
}

function goodOf(schema: unknown, matching: TextsMatching): unknown {
  const found = candidatesOf(schema, matching).find((candidate) => isGood(schema, candidate));
  if (found === undefined) throw new Error(`no sample of kind ${v.parse(PartSchema, schema).type}`);
  return found;
}

const isSchema = (value: unknown): value is v.GenericSchema =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema' && '~run' in value;
const isGood = (schema: unknown, candidate: unknown): boolean => isSchema(schema) && v.is(schema, candidate);

const actionsOf = (part: Part): readonly Part[] =>
  (part.pipe ?? []).flatMap((step) => {
    const action = v.safeParse(PartSchema, step);
    return action.success ? [action.output] : [];
  });

function limitsOf(part: Part): readonly number[] {
  return actionsOf(part).flatMap(({ requirement }) => (typeof requirement === 'number' ? [requirement] : []));
}

function stringsOf(part: Part, matching: TextsMatching): readonly string[] {
  const patterns = actionsOf(part).flatMap(({ requirement }) => (requirement instanceof RegExp ? [requirement] : []));
  const lengths = limitsOf(part).filter((length) => length > 0 && length <= 10_000);
  return [
    ...WORDS,
    ...patterns.flatMap((pattern) => matchesOf(pattern, matching)),
    ...lengths.map((length) => 'A'.repeat(length)),
  ];
}

function matchesOf(pattern: RegExp, matching: TextsMatching): readonly string[] {
  try {
    return matching(pattern);
  } catch {
    // A pattern that looks ahead cannot be turned round.
    return [];
  }
}
