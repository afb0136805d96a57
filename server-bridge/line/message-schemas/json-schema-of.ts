/**
 * A valibot schema as JSON Schema (2020-12), for those who write another end of the line. Exhaustive over what our messages use: a kind
 * of schema or action that is not known here is a bug and throws. What JSON Schema cannot say is named in `$comment`.
 */
import type * as v from 'valibot';

export type JsonSchema = { readonly [name: string]: unknown };

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null;

function recordAt(value: unknown, name: string): { readonly [name: string]: unknown } {
  const found = isRecord(value) ? value[name] : undefined;
  if (!isRecord(found)) throw new Error(`a schema without ${name}`);
  return found;
}

function listAt(value: unknown, name: string): readonly unknown[] {
  const found = isRecord(value) ? value[name] : undefined;
  if (!Array.isArray(found)) throw new Error(`a schema without a list of ${name}`);
  return found;
}

/** The JSON Schema of a valibot schema. @throws when it holds a kind that is not known here */
export function jsonSchemaOf(schema: v.GenericSchema): JsonSchema {
  return convert(schema);
}

function convert(schema: unknown): JsonSchema {
  if (!isRecord(schema)) throw new Error('not a schema');
  if (!Array.isArray(schema['pipe'])) return plain(schema);
  const [first, ...actions] = schema['pipe'];
  return actions.reduce<JsonSchema>(withAction, plain(first));
}

function plain(schema: unknown): JsonSchema {
  if (!isRecord(schema)) throw new Error('not a schema');
  const { type } = schema;
  switch (type) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return { type };
    case 'literal':
      return { const: schema['literal'] };
    case 'picklist':
      return { enum: listAt(schema, 'options') };
    case 'array':
      return { type: 'array', items: convert(schema['item']) };
    case 'tuple':
    case 'strict_tuple': {
      const items = listAt(schema, 'items').map(convert);
      return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
    }
    case 'record':
      return { type: 'object', propertyNames: convert(schema['key']), additionalProperties: convert(schema['value']) };
    case 'strict_object':
      return closedObject(recordAt(schema, 'entries'));
    case 'nullable':
      return { anyOf: [convert(schema['wrapped']), { type: 'null' }] };
    case 'optional':
      return convert(schema['wrapped']);
    case 'union':
      return { anyOf: listAt(schema, 'options').map(convert) };
    case 'variant':
      return { oneOf: listAt(schema, 'options').map(convert) };
    default:
      throw new Error(`no JSON Schema for the kind ${String(type)}`);
  }
}

function closedObject(entries: { readonly [name: string]: unknown }): JsonSchema {
  const names = Object.keys(entries);
  const isOptional = (name: string): boolean => recordAt(entries, name)['type'] === 'optional';
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, convert(entries[name])])),
    required: names.filter((name) => !isOptional(name)),
    additionalProperties: false,
  };
}

/** Adds a rule; where the same place is taken already, both rules hold. */
function and(schema: JsonSchema, rule: JsonSchema): JsonSchema {
  const taken = Object.keys(rule).some((name) => name in schema);
  if (!taken) return { ...schema, ...rule };
  const all = Array.isArray(schema['allOf']) ? schema['allOf'] : [];
  return { ...schema, allOf: [...all, rule] };
}

/** JSON Schema counts characters, valibot UTF-16 units: the same for all that our messages hold at their limits. */
const lengthOf = (schema: JsonSchema, which: 'min' | 'max'): string =>
  `${which}${schema['type'] === 'array' ? 'Items' : 'Length'}`;

const escaped = (text: unknown): string => String(text).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function withAction(schema: JsonSchema, action: unknown): JsonSchema {
  if (!isRecord(action)) throw new Error('not an action');
  const { type, requirement } = action;
  switch (type) {
    case 'regex':
      if (!(requirement instanceof RegExp) || requirement.flags.replace('u', '') !== '') {
        throw new Error('no JSON Schema for a pattern with flags');
      }
      return and(schema, { pattern: requirement.source });
    case 'min_length':
      return and(schema, { [lengthOf(schema, 'min')]: requirement });
    case 'max_length':
      return and(schema, { [lengthOf(schema, 'max')]: requirement });
    case 'length':
      return and(schema, { [lengthOf(schema, 'min')]: requirement, [lengthOf(schema, 'max')]: requirement });
    case 'min_value':
      return and(schema, { minimum: requirement });
    case 'max_value':
      return and(schema, { maximum: requirement });
    case 'integer':
    case 'safe_integer':
      return { ...schema, type: 'integer' };
    case 'iso_timestamp':
    case 'iso_date':
    case 'iso_time':
      if (!(requirement instanceof RegExp)) throw new Error('a time without a pattern');
      return and(schema, { pattern: requirement.source });
    case 'starts_with':
      return and(schema, { pattern: `^${escaped(requirement)}` });
    case 'ends_with':
      return and(schema, { pattern: `${escaped(requirement)}$` });
    case 'trim':
      return { ...schema, $comment: 'blanks at both ends are not counted' };
    case 'url':
      return and(schema, { format: 'uri' });
    case 'check':
    case 'partial_check':
    case 'check_items':
    case 'raw_check':
      return { ...schema, $comment: 'also checked by a rule that JSON Schema cannot say; see the source' };
    case 'brand':
    case 'readonly':
      return schema;
    default:
      throw new Error(`no JSON Schema for the action ${String(type)}`);
  }
}
