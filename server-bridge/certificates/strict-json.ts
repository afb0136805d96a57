/**
 * JSON from outside, read strictly: a key that stands twice in one object is refused. Two readers that take different ones
 * of the two would see two certificates under one signature.
 */

/** Deepest nesting that is read; a certificate needs nine levels. */
const DEPTH_LIMIT = 32;

/** The value, or undefined where the text is not JSON, repeats a key, nests too deeply or holds a lone surrogate. */
export function parseStrictJson(text: string): { readonly value: unknown } | undefined {
  if (!text.isWellFormed()) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return hasRepeatedKey(text) ? undefined : { value };
  } catch {
    return undefined;
  }
}

/** Walks the tokens of a text that is known to be JSON. Counts as repeated what nests too deeply to be looked at. */
function hasRepeatedKey(text: string): boolean {
  const open: (Set<string> | null)[] = [];
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    const [literal, colon] = token;
    if (literal === '{') open.push(new Set());
    else if (literal === '[') open.push(null);
    else if (literal === '}' || literal === ']') open.pop();
    else if (colon !== undefined) {
      const key: unknown = JSON.parse(literal.slice(0, literal.length - colon.length));
      const keys = open.at(-1);
      if (typeof key !== 'string' || !keys || keys.has(key)) return true;
      keys.add(key);
    }
    if (open.length > DEPTH_LIMIT) return true;
  }
  return false;
}
