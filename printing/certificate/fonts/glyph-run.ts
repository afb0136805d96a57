/**
 * Text to glyphs, exactly or not at all. A field is drawn whole in one font: the first of its fonts that has every character
 * and knows every variation sequence. A selector is never dropped and a character never replaced (P11).
 */
import { err, ok, type Result } from 'neverthrow';
import type { CertificateFonts, FontRole } from './certificate-fonts.ts';
import type { FontFace } from './font-face.ts';
import { clustersOf, isDrawableSpace, type TextCluster } from './text-clusters.ts';

/** Advance in thousandths of an em. */
export type PlacedGlyph = { glyph: number; text: string; advance: number; blank: boolean };
export type GlyphRun = { role: FontRole; glyphs: readonly PlacedGlyph[] };
export type GlyphFault = 'glyph-missing' | 'variation-unknown';

/** @param roles fonts in order of preference */
export function glyphRun(
  text: string,
  fonts: CertificateFonts,
  roles: readonly FontRole[],
): Result<GlyphRun, GlyphFault> {
  const clusters = clustersOf(text);
  if (clusters === null) return err('glyph-missing');
  let firstFault: GlyphFault = 'glyph-missing';
  for (const [index, role] of roles.entries()) {
    const glyphs = glyphsIn(fonts[role], clusters);
    if (glyphs.isOk()) return ok({ role, glyphs: glyphs.value });
    if (index === 0) firstFault = glyphs.error;
  }
  return err(firstFault);
}

/** Width of a run in points. */
export function widthOf(glyphs: readonly PlacedGlyph[], sizePt: number, trackingPt = 0): number {
  const advance = glyphs.reduce((sum, { advance }) => sum + advance, 0);
  return (advance * sizePt) / 1000 + trackingPt * Math.max(0, glyphs.length - 1);
}

function glyphsIn(face: FontFace, clusters: readonly TextCluster[]): Result<readonly PlacedGlyph[], GlyphFault> {
  const placed: PlacedGlyph[] = [];
  for (const { text, base, selector } of clusters) {
    const plain = face.characters.glyphOf(base);
    if (plain === null) return err('glyph-missing');
    const glyph = selector === null ? plain : face.characters.glyphOfSequence(base, selector);
    if (glyph === null) return err('variation-unknown');
    const blank = face.outlineOf(glyph).length === 0;
    if (blank !== isDrawableSpace(base)) return err('glyph-missing');
    placed.push({ glyph, text, advance: face.advanceOf(glyph), blank });
  }
  return ok(placed);
}
