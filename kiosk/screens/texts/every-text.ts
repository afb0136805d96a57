/** Every text of a language by its path, for those who check them all. */

/** Arguments for the texts that are functions: figures, two times of day, or a label, as the text takes them. */
const ARGUMENTS: readonly [RegExp, readonly (string | number)[]][] = [
  [/\.day$/, ['2021-05-10']],
  [/\.(outOfService|attract)\.hours$/, ['6:30', '23:00']],
  [/\.row$/, ['B']],
  [/\.readiness\.at$/, ['9:41']],
  [/\.guide\.choice$/, [3, '7']],
  [/\.guide\.unavailable$/, ['7']],
];
/** Figures that are not one, so that English speaks of several. */
const FIGURES = [3, 12_000];

function said(text: CallableFunction, path: string): string {
  const given = ARGUMENTS.find(([where]) => where.test(path))?.[1] ?? FIGURES.slice(0, text.length);
  const words: unknown = Reflect.apply(text, undefined, given);
  if (typeof words !== 'string') throw new Error(`No text at ${path}`);
  return words;
}

/**
 * @returns path and text, functions called with figures that a reader can tell apart; `functions` leaves the plain texts out.
 * Throws on anything that is neither.
 */
export function everyText(
  node: unknown,
  path = '',
  which: 'all' | 'functions' = 'all',
): [path: string, text: string][] {
  if (typeof node === 'string') return which === 'all' ? [[path, node]] : [];
  if (typeof node === 'function') return [[path, said(node, path)]];
  if (typeof node !== 'object' || node === null) throw new Error(`No text at ${path}`);
  return Object.entries(node).flatMap(([key, value]) => everyText(value, `${path}.${key}`, which));
}
