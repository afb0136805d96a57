/// <reference types="node" />
/** Which pictures of the screens there are: entry × language × size × mode. */
import { LANGUAGES, type Language } from '../../snapshot.ts';
import { type GalleryEntry, gallery } from '../gallery.ts';
import { MODES, type Mode, SIZES, type Size } from '../studio.ts';

export interface Picture {
  /** `<entry>.<language>.<size>.<mode>`. */
  readonly name: string;
  readonly entry: GalleryEntry;
  readonly language: Language;
  readonly size: Size;
  readonly mode: Mode;
}

/** The modes that are compared; the others move what these have shown, and their layout is checked by itself. */
export const COMPARED_MODES: readonly Mode[] = MODES.filter(({ name }) =>
  ['normal', 'large', 'contrast'].includes(name),
);

/**
 * In the order in which they are quickest to take: size by size, entry by entry.
 *
 * @param words narrow the list to names that contain one of them; none leaves it whole.
 */
export function picturesIn(modes: readonly Mode[], words: readonly string[] = []): Picture[] {
  return SIZES.flatMap((size) =>
    gallery.flatMap((entry) =>
      LANGUAGES.flatMap((language) => modes.map((mode) => pictureOf(entry, language, size, mode))),
    ),
  ).filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
}

/**
 * A quarter of them for the tests: each entry once in every size and mode, the languages taking turns, so that each entry is met
 * in each language as well.
 */
export function picturesInTurn(): Picture[] {
  return SIZES.flatMap((size, place) =>
    gallery.flatMap((entry, index) =>
      COMPARED_MODES.flatMap((mode, turn) => {
        const language = LANGUAGES[(index + place * COMPARED_MODES.length + turn) % LANGUAGES.length];
        return language === undefined ? [] : [pictureOf(entry, language, size, mode)];
      }),
    ),
  );
}

function pictureOf(entry: GalleryEntry, language: Language, size: Size, mode: Mode): Picture {
  return { name: `${entry.id}.${language}.${size.name}.${mode.name}`, entry, language, size, mode };
}
