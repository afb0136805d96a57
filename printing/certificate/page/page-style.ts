/** The look of the sheet: colours by kind and the weights of lines. Colour means nothing to validity. */
import type { CertificateFacts } from '../../../server-bridge/index.ts';
import type { Colour } from './canvas.ts';

/** Domestic blue, overseas red, as people know them from the app. */
export function accentOf(kind: CertificateFacts['kind']): Colour {
  return kind === 'domestic' ? [1, 0.7, 0, 0.45] : [0.1, 1, 0.7, 0.5];
}

export const GREY: Colour = [0, 0, 0, 0.75];
/** Ground of item cells; light enough to keep the copy-evident dots readable as such. */
export const CELL_GROUND: Colour = [0.06, 0.02, 0, 0.04];
export const THIN_MM = 0.12;
export const MEDIUM_MM = 0.3;
export const THICK_MM = 0.7;
