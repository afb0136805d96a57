/**
 * Which registry of ideographic variants a font knows. The numbers of selectors overlap between registries, so only the
 * font's own table (`cmap` format 14) can say whether a pair is known; nothing is mapped from one registry to the other.
 */

import type { CertificateFonts, FontRole } from './certificate-fonts.ts';
import { type GlyphFault, glyphRun } from './glyph-run.ts';
import { isVariationSelector } from './text-clusters.ts';

export type VariationRegistry = 'Moji_Joho' | 'Adobe-Japan1';

/** IPAmj Mincho holds Moji_Joho, the registry of the resident registers; BIZ UD holds Adobe-Japan1. */
export const REGISTRY_OF_FONT: Readonly<Record<FontRole, VariationRegistry>> = {
  name: 'Moji_Joho',
  label: 'Adobe-Japan1',
  heading: 'Adobe-Japan1',
};

/** How one character of a name is drawn, or why it is not; for the hand tool and for tests. */
export type CharacterReport = {
  text: string;
  /** `U+845B U+E0103` */
  codePoints: string;
  font: FontRole | null;
  /** Present where a variant was asked for and drawn. */
  registry: VariationRegistry | null;
  fault: GlyphFault | null;
};

export function reportCharacters(name: string, fonts: CertificateFonts): readonly CharacterReport[] {
  return [...new Intl.Segmenter('ja', { granularity: 'grapheme' }).segment(name)].map(({ segment: text }) => {
    const characters = [...text];
    const codePoints = characters.map((one) => `U+${hex(one.codePointAt(0) ?? 0)}`).join(' ');
    const drawn = glyphRun(text, fonts, { roles: ['name', 'label'], mixed: true });
    if (drawn.isErr()) return { text, codePoints, font: null, registry: null, fault: drawn.error };
    const font = drawn.value[0]?.role ?? null;
    const varied = characters.some((one) => isVariationSelector(one.codePointAt(0) ?? 0));
    return { text, codePoints, font, registry: varied && font !== null ? REGISTRY_OF_FONT[font] : null, fault: null };
  });
}

function hex(codePoint: number): string {
  return codePoint.toString(16).toUpperCase().padStart(4, '0');
}
