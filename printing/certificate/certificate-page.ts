/** What goes onto the sheet, what comes out of the renderer, and why it may refuse. */
import type { CertificateFacts } from '../../server-bridge/index.ts';
import type { OutlineCommand } from './fonts/font-face.ts';

export type CertificatePage = {
  facts: CertificateFacts;
  /** SMART Health Card: the compact JWS. */
  healthCard: string;
  /** ICAO VDS-NC: the text of the symbol; null exactly for the domestic kind. */
  vdsNc: string | null;
};

/** One fact as it stands on the sheet. `field` is a path into the facts, e.g. `holder.name`, `doses.2.lot`. */
export type DrawnText = { field: string; text: string };

/** One glyph of a fact: where its ink must be. Positions in points from the bottom left of the page. */
export type DrawnGlyph = {
  pageIndex: number;
  xPt: number;
  yPt: number;
  sizePt: number;
  unitsPerEm: number;
  outline: readonly OutlineCommand[];
};

export type RenderedCertificate = {
  pdf: Uint8Array;
  pages: number;
  /** SHA-256 of `pdf`, hexadecimal. */
  digest: string;
  drawn: readonly DrawnText[];
  glyphs: readonly DrawnGlyph[];
};

export type CodeName = 'health-card' | 'vds-nc';

/** Never contains the text itself: a refusal may be logged and shown to staff. */
export type RenderRefusal =
  | { kind: 'glyph-missing'; field: string }
  | { kind: 'variation-unknown'; field: string }
  | { kind: 'text-too-long'; field: string }
  | { kind: 'text-empty'; field: string }
  | { kind: 'code-too-large'; code: CodeName }
  | { kind: 'code-malformed'; code: CodeName }
  | { kind: 'too-many-doses' }
  /** A domestic certificate with passport items or a VDS-NC, or an overseas one without. */
  | { kind: 'kind-mismatch'; part: 'passport' | 'vds-nc' };
