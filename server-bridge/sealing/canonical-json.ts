/**
 * RFC 8785 JSON: the one byte form of a message, for signatures, digests and associated data.
 */
import canonicalize from 'canonicalize';

/**
 * The canonical text of a JSON value. Throws for what JSON cannot hold (NaN, lone surrogates, cycles): values come from a
 * schema, so that is a bug.
 */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('a value without a JSON form was to be canonicalized');
  return text;
}

/** UTF-8 bytes of {@link canonicalText}. */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(canonicalText(value));
}

/**
 * Parses a text that must already be canonical. Gives undefined for anything else, which also refuses duplicate keys:
 * written again, they would be gone.
 */
export function parseCanonical(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalText(value) === text ? { value } : undefined;
  } catch {
    return undefined;
  }
}
