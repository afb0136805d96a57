/**
 * Text cut into what the page can draw one by one: a base character, with its variation selector where one follows.
 * Nothing is normalised: NFC and NFKC would turn a name into another name (U+FA19 神 into U+795E 神).
 */

export type TextCluster = { text: string; base: number; selector: number | null };

const SPACES = new Set([0x20, 0x3000]);

/** Controls, format characters, marks that need positioning, lone surrogates, private use, unassigned: never drawable. */
const UNDRAWABLE = /[\p{C}\p{M}\p{Zl}\p{Zp}]/u;
const OTHER_SPACE = /\p{Zs}/u;

export function isVariationSelector(codePoint: number): boolean {
  return (codePoint >= 0xfe00 && codePoint <= 0xfe0f) || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);
}

export function isDrawableSpace(codePoint: number): boolean {
  return SPACES.has(codePoint);
}

/** Null where the text holds something no certificate may hold: nothing of it is then drawn. */
export function clustersOf(text: string): readonly TextCluster[] | null {
  const clusters: TextCluster[] = [];
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (isVariationSelector(codePoint)) {
      const last = clusters.at(-1);
      if (last === undefined || last.selector !== null || isDrawableSpace(last.base)) return null;
      clusters[clusters.length - 1] = { text: last.text + character, base: last.base, selector: codePoint };
      continue;
    }
    if (UNDRAWABLE.test(character)) return null;
    if (OTHER_SPACE.test(character) && !isDrawableSpace(codePoint)) return null;
    clusters.push({ text: character, base: codePoint, selector: null });
  }
  return clusters;
}
