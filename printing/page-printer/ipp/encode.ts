/** An IPP message to bytes (RFC 8010 §3). What cannot be written is a bug of ours and throws. */
import { encodeDateTime } from './date-time.ts';
import type { IppAttribute, IppMessage, IppValue } from './message.ts';
import { END_COLLECTION, END_OF_ATTRIBUTES, MEMBER_NAME, VALUE_TAGS } from './tags.ts';

const MAX_LENGTH = 0x7fff;

/** Head only: document data, if any, follows these bytes on the wire. */
export function encodeIpp(message: IppMessage): Uint8Array {
  const parts: Uint8Array[] = [
    unsigned8(message.version.major),
    unsigned8(message.version.minor),
    unsigned16(message.code),
    signed32(message.requestId),
  ];
  for (const group of message.groups) {
    parts.push(unsigned8(group.tag));
    for (const attribute of group.attributes) writeAttribute(parts, attribute);
  }
  parts.push(unsigned8(END_OF_ATTRIBUTES));
  return Buffer.concat(parts);
}

function writeAttribute(parts: Uint8Array[], attribute: IppAttribute): void {
  if (attribute.values.length === 0) throw new RangeError(`attribute ${attribute.name} without a value`);
  for (const [index, value] of attribute.values.entries()) writeValue(parts, index === 0 ? attribute.name : '', value);
}

function writeValue(parts: Uint8Array[], name: string, value: IppValue): void {
  const tag = value.syntax === 'reserved' ? value.tag : VALUE_TAGS[value.syntax];
  writeItem(parts, tag, name, valueBytes(value));
  if (value.syntax !== 'collection') return;
  for (const member of value.members) {
    if (member.values.length === 0) throw new RangeError(`member ${member.name} without a value`);
    writeItem(parts, MEMBER_NAME, '', utf8(member.name));
    for (const memberValue of member.values) writeValue(parts, '', memberValue);
  }
  writeItem(parts, END_COLLECTION, '', utf8(''));
}

function writeItem(parts: Uint8Array[], tag: number, name: string, value: Uint8Array): void {
  const nameBytes = utf8(name);
  parts.push(unsigned8(tag), length16(nameBytes), nameBytes, length16(value), value);
}

function valueBytes(value: IppValue): Uint8Array {
  switch (value.syntax) {
    case 'integer':
    case 'enum':
      return signed32(value.value);
    case 'boolean':
      return unsigned8(value.value ? 1 : 0);
    case 'octetString':
    case 'reserved':
      return value.value;
    case 'dateTime':
      return encodeDateTime(value.value);
    case 'resolution':
      return Buffer.concat([
        signed32(value.crossFeed),
        signed32(value.feed),
        unsigned8(value.unit === 'dots-per-inch' ? 3 : 4),
      ]);
    case 'rangeOfInteger':
      return Buffer.concat([signed32(value.lower), signed32(value.upper)]);
    case 'textWithLanguage':
    case 'nameWithLanguage': {
      const [language, text] = [utf8(value.language), utf8(value.value)];
      return Buffer.concat([length16(language), language, length16(text), text]);
    }
    case 'text':
    case 'name':
    case 'keyword':
    case 'uri':
    case 'uriScheme':
    case 'charset':
    case 'naturalLanguage':
    case 'mimeMediaType':
      return utf8(value.value);
    case 'collection':
    case 'unsupported':
    case 'default':
    case 'unknown':
    case 'no-value':
    case 'not-settable':
    case 'delete-attribute':
    case 'admin-define':
      return utf8('');
    default: {
      const never: never = value;
      throw new Error(`no writer for ${String(never)}`);
    }
  }
}

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

function length16(bytes: Uint8Array): Uint8Array {
  if (bytes.length > MAX_LENGTH) throw new RangeError(`${bytes.length} bytes in one IPP field`);
  return unsigned16(bytes.length);
}

// Buffer's own writers refuse numbers that do not fit.
function unsigned8(value: number): Uint8Array {
  const bytes = Buffer.alloc(1);
  bytes.writeUInt8(value);
  return bytes;
}

function unsigned16(value: number): Uint8Array {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function signed32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
