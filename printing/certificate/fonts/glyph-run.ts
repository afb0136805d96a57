/**
 * Text to glyphs, exactly or not at all. A selector is never dropped and a character never replaced (P11): a font either has
 * the character and knows the very variation sequence, or it does not count.
 */
import { err, ok, Result } from 'neverthrow';
import type { CertificateFonts, FontRole } from './certificate-fonts.ts';
import { clustersOf, isDrawableSpace, type TextCluster } from './text-clusters.ts';

/** Advance in thousandths of an em. */
export type PlacedGlyph = { role: FontRole; glyph: number; text: string; advance: number; blank: boolean };
export type GlyphFault = 'glyph-missing' | 'variation-unknown';

export type GlyphChoice = {
  /** Fonts in order of preference; the first that has the whole text draws the whole text. */
  roles: readonly FontRole[];
  /**
   * Where no single font has it all, each character may come from the first font that has exactly it. For names: the
   * fonts know different registries of variants, and a name may need both.
   */
  mixed?: boolean;
};

export function glyphRun(
  text: string,
  fonts: CertificateFonts,
  { roles, mixed = false }: GlyphChoice,
): Result<readonly PlacedGlyph[], GlyphFault> {
  const clusters = clustersOf(text);
  if (clusters === null) return err('glyph-missing');
  for (const role of roles) {
    const placed = clusters.flatMap((cluster) => glyphIn(fonts, role, cluster).unwrapOr([]));
    if (placed.length === clusters.length) return ok(placed);
  }
  const choices = mixed ? roles : roles.slice(0, 1);
  return Result.combine(clusters.map((cluster) => firstGlyph(fonts, choices, cluster)));
}

function firstGlyph(
  fonts: CertificateFonts,
  roles: readonly FontRole[],
  cluster: TextCluster,
): Result<PlacedGlyph, GlyphFault> {
  const found = roles.map((role) => glyphIn(fonts, role, cluster));
  const faults = found.flatMap((result) => (result.isErr() ? [result.error] : []));
  const [fault] = faults.includes('variation-unknown') ? (['variation-unknown'] as const) : faults;
  return found.find((result) => result.isOk())?.map(([glyph]) => glyph) ?? err(fault ?? 'glyph-missing');
}

/** Width of a run in points. */
export function widthOf(glyphs: readonly PlacedGlyph[], sizePt: number, trackingPt = 0): number {
  const advance = glyphs.reduce((sum, { advance }) => sum + advance, 0);
  return (advance * sizePt) / 1000 + trackingPt * Math.max(0, glyphs.length - 1);
}

/** Exactly this character in exactly this font. A list of one, so that lists can be joined. */
function glyphIn(
  fonts: CertificateFonts,
  role: FontRole,
  { text, base, selector }: TextCluster,
): Result<readonly [PlacedGlyph], GlyphFault> {
  const face = fonts[role];
  const plain = face.characters.glyphOf(base);
  if (plain === null) return err('glyph-missing');
  const glyph = selector === null ? plain : face.characters.glyphOfSequence(base, selector);
  if (glyph === null) return err('variation-unknown');
  const blank = face.outlineOf(glyph).length === 0;
  if (blank !== isDrawableSpace(base)) return err('glyph-missing');
  return ok([{ role, glyph, text, advance: face.advanceOf(glyph), blank }]);
}
