/** U+0000 is a character of JSON and of addresses, but not of a text in PostgreSQL: what holds one is refused before it is asked of. */

/** Whether every text in a value, keys included, is one the store can hold or compare. However deep the value, no stack grows. */
export function isStorable(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string') {
      if (next.includes('\u0000')) return false;
    } else if (typeof next === 'object' && next !== null) {
      for (const [key, inner] of Object.entries(next)) left.push(key, inner);
    }
  }
  return true;
}
