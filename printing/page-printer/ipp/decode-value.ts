/** One value's bytes to a value (RFC 8010 §3.9). Every length and every range is checked. */
import { err, ok, type Result } from 'neverthrow';
import { DATE_TIME_BYTES, decodeDateTime } from './date-time.ts';
import type { IppDecodeError, IppSyntax, IppValue } from './message.ts';
import { VALUE_TAGS } from './tags.ts';

type SimpleSyntax = Exclude<IppSyntax, 'reserved' | 'collection'>;

const isSimple = (syntax: string): syntax is SimpleSyntax => syntax in VALUE_TAGS && syntax !== 'collection';

const SYNTAX_OF_TAG: ReadonlyMap<number, SimpleSyntax> = new Map(
  Object.entries(VALUE_TAGS).flatMap(([syntax, tag]) => (isSimple(syntax) ? [[tag, syntax] as const] : [])),
);

const FIXED_LENGTHS: Partial<Readonly<Record<SimpleSyntax, number>>> = {
  integer: 4,
  enum: 4,
  boolean: 1,
  dateTime: DATE_TIME_BYTES,
  resolution: 9,
  rangeOfInteger: 8,
  unsupported: 0,
  default: 0,
  unknown: 0,
  'no-value': 0,
  'not-settable': 0,
  'delete-attribute': 0,
  'admin-define': 0,
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text in UTF-8, the only charset we ask for; `undefined` if it is not. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** `at` is where the bytes stood in the message, for the error. A collection is not read here. */
export function decodeValue(tag: number, bytes: Uint8Array, at: number): Result<IppValue, IppDecodeError> {
  const syntax = SYNTAX_OF_TAG.get(tag);
  if (syntax === undefined) return ok({ syntax: 'reserved', tag, value: bytes });
  const expected = FIXED_LENGTHS[syntax];
  if (expected !== undefined && bytes.length !== expected) {
    return err({ kind: 'bad-length', at, syntax, lengthBytes: bytes.length });
  }
  const value = readValue(syntax, bytes);
  return value === undefined ? err({ kind: 'bad-value', at, syntax }) : ok(value);
}

function readValue(syntax: SimpleSyntax, bytes: Uint8Array): IppValue | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (syntax) {
    case 'integer':
    case 'enum':
      return { syntax, value: view.getInt32(0) };
    case 'boolean':
      return view.getUint8(0) > 1 ? undefined : { syntax, value: view.getUint8(0) === 1 };
    case 'octetString':
      return { syntax, value: bytes };
    case 'dateTime': {
      const value = decodeDateTime(bytes);
      return value && { syntax, value };
    }
    case 'resolution': {
      const unit =
        view.getUint8(8) === 3 ? 'dots-per-inch' : view.getUint8(8) === 4 ? 'dots-per-centimeter' : undefined;
      return unit && { syntax, crossFeed: view.getInt32(0), feed: view.getInt32(4), unit };
    }
    case 'rangeOfInteger':
      return { syntax, lower: view.getInt32(0), upper: view.getInt32(4) };
    case 'textWithLanguage':
    case 'nameWithLanguage':
      return readWithLanguage(syntax, bytes);
    case 'text':
    case 'name':
    case 'keyword':
    case 'uri':
    case 'uriScheme':
    case 'charset':
    case 'naturalLanguage':
    case 'mimeMediaType': {
      const value = decodeText(bytes);
      return value === undefined ? undefined : { syntax, value };
    }
    case 'unsupported':
    case 'default':
    case 'unknown':
    case 'no-value':
    case 'not-settable':
    case 'delete-attribute':
    case 'admin-define':
      return { syntax };
    default: {
      const never: never = syntax;
      throw new Error(`no reader for ${String(never)}`);
    }
  }
}

/** Language and text, each with its own length, filling the value exactly (RFC 8010 §3.9). */
function readWithLanguage(syntax: 'textWithLanguage' | 'nameWithLanguage', bytes: Uint8Array): IppValue | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4) return;
  const languageEnd = 2 + view.getUint16(0);
  if (bytes.length < languageEnd + 2 || bytes.length !== languageEnd + 2 + view.getUint16(languageEnd)) return;
  const language = decodeText(bytes.subarray(2, languageEnd));
  const value = decodeText(bytes.subarray(languageEnd + 2));
  return language === undefined || value === undefined ? undefined : { syntax, language, value };
}
