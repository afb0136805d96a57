/**
 * Bytes to an IPP message (RFC 8010 §3). Anything cut short or out of order is a named error: a message that ends
 * before its end-of-attributes tag is never taken as complete.
 */
import { err, ok, type Result, safeTry } from 'neverthrow';
import { ByteReader } from './byte-reader.ts';
import { decodeText, decodeValue } from './decode-value.ts';
import type { IppAttribute, IppDecodeError, IppGroup, IppMessage, IppValue } from './message.ts';
import { BEGIN_COLLECTION, END_COLLECTION, END_OF_ATTRIBUTES, FIRST_VALUE_TAG, MEMBER_NAME } from './tags.ts';

/** Collections within collections; the deepest standard one (media-col-database) needs three. */
const MAX_NESTING = 16;

type Decoded<T> = Result<T, IppDecodeError>;
type RawItem = { readonly at: number; readonly name: string; readonly value: Uint8Array };
type OpenAttribute = { name: string; values: IppValue[] };

/** @returns the message and the offset at which document data begins. */
export function decodeIpp(bytes: Uint8Array): Decoded<{ message: IppMessage; dataOffset: number }> {
  // A plain view, also of a Buffer, so that values come out as what their type says.
  const reader = new ByteReader(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return safeTry(function* () {
    const major = yield* reader.unsigned8();
    const minor = yield* reader.unsigned8();
    const code = yield* reader.unsigned16();
    const requestId = yield* reader.signed32();
    const groups = yield* readGroups(reader);
    return ok({ message: { version: { major, minor }, code, requestId, groups }, dataOffset: reader.offset });
  });
}

function readGroups(reader: ByteReader): Decoded<IppGroup[]> {
  return safeTry(function* () {
    const groups: { tag: number; attributes: OpenAttribute[] }[] = [];
    for (;;) {
      const at = reader.offset;
      const tag = yield* reader.unsigned8();
      if (tag === END_OF_ATTRIBUTES) return ok(groups);
      if (tag === 0) return structureError(at, 'reserved delimiter tag');
      if (tag < FIRST_VALUE_TAG) {
        groups.push({ tag, attributes: [] });
        continue;
      }
      const group = groups.at(-1);
      if (group === undefined) return structureError(at, 'attribute before any group');
      yield* readIntoGroup(reader, tag, group.attributes);
    }
  });
}

/** A value with a name begins an attribute; one without a name belongs to the attribute before it. */
function readIntoGroup(reader: ByteReader, tag: number, attributes: OpenAttribute[]): Decoded<null> {
  return safeTry(function* () {
    const item = yield* readItem(reader);
    const value = yield* readItemValue(reader, tag, item, 0);
    const last = attributes.at(-1);
    if (item.name !== '') {
      if (attributes.some(({ name }) => name === item.name))
        return structureError(item.at, 'attribute twice in a group');
      attributes.push({ name: item.name, values: [value] });
    } else if (last === undefined) {
      return structureError(item.at, 'value without an attribute');
    } else {
      last.values.push(value);
    }
    return ok(null);
  });
}

function readItem(reader: ByteReader): Decoded<RawItem> {
  return safeTry(function* () {
    const at = reader.offset;
    const nameLength = yield* reader.length16('name');
    const name = decodeText(yield* reader.take(nameLength));
    if (name === undefined) return err({ kind: 'bad-value', at, syntax: 'attribute name' } as const);
    const valueLength = yield* reader.length16('value');
    return ok({ at, name, value: yield* reader.take(valueLength) });
  });
}

function readItemValue(reader: ByteReader, tag: number, item: RawItem, nesting: number): Decoded<IppValue> {
  if (tag === MEMBER_NAME || tag === END_COLLECTION) return structureError(item.at, 'collection part outside one');
  if (tag !== BEGIN_COLLECTION) return decodeValue(tag, item.value, item.at);
  if (item.value.length !== 0) {
    return err({ kind: 'bad-length', at: item.at, syntax: 'collection', lengthBytes: item.value.length });
  }
  if (nesting >= MAX_NESTING) return structureError(item.at, 'collections nested too deep');
  return readMembers(reader, nesting + 1).map((members) => ({ syntax: 'collection', members }));
}

/** Member name, its values, the next member name … up to the end of the collection (RFC 8010 §3.1.6). */
function readMembers(reader: ByteReader, nesting: number): Decoded<IppAttribute[]> {
  return safeTry(function* () {
    const members: OpenAttribute[] = [];
    for (;;) {
      const at = reader.offset;
      const tag = yield* reader.unsigned8();
      if (tag < FIRST_VALUE_TAG) return structureError(at, 'group begins inside a collection');
      const item = yield* readItem(reader);
      if (item.name !== '') return structureError(item.at, 'named value inside a collection');
      const last = members.at(-1);
      if (tag === END_COLLECTION || tag === MEMBER_NAME) {
        if (last?.values.length === 0) return structureError(item.at, 'member without a value');
      }
      if (tag === END_COLLECTION) {
        return item.value.length === 0 ? ok(members) : structureError(item.at, 'value in the end of a collection');
      }
      if (tag === MEMBER_NAME) {
        const name = decodeText(item.value);
        if (name === undefined || name === '') return structureError(item.at, 'member without a name');
        members.push({ name, values: [] });
      } else if (last === undefined) {
        return structureError(item.at, 'member value before a member name');
      } else {
        last.values.push(yield* readItemValue(reader, tag, item, nesting));
      }
    }
  });
}

function structureError(at: number, what: string): Result<never, IppDecodeError> {
  return err({ kind: 'bad-structure', at, what });
}
