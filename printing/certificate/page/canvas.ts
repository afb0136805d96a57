/** The pen: texts, lines and boxes of one page as PDF operators, and a record of what was drawn. */
import type { DrawnGlyph, DrawnText, RenderRefusal } from '../certificate-page.ts';
import type { CertificateFonts, FontRole } from '../fonts/certificate-fonts.ts';
import { type EmbeddedFont, embeddedFont } from '../fonts/embedded-font.ts';
import { glyphRun, type PlacedGlyph, widthOf } from '../fonts/glyph-run.ts';
import { type BoxMm, pdfNumber, points, xPoints, yPoints } from './page-geometry.ts';
import { fitText, LINE_SPACING } from './text-fitting.ts';

export type Align = 'left' | 'centre' | 'right';

/** Process colours, 0 to 1. */
export type Colour = readonly [cyan: number, magenta: number, yellow: number, key: number];
export const BLACK: Colour = [0, 0, 0, 1];

export type LabelStyle = {
  sizePt: number;
  role?: FontRole;
  align?: Align;
  trackingPt?: number;
  colour?: Colour;
};

export type FactStyle = {
  sizePt: number;
  minimumSizePt: number;
  maximumLines?: number;
  align?: Align;
  /** Fonts in order of preference; the whole text is drawn in one of them, unless it may be mixed. */
  roles?: readonly FontRole[];
  mixed?: boolean;
};

/** What all pages of one certificate share. */
export type Ink = {
  fonts: CertificateFonts;
  embedded: Readonly<Record<FontRole, EmbeddedFont>>;
  drawn: DrawnText[];
  glyphs: DrawnGlyph[];
  refusals: RenderRefusal[];
};

export type Canvas = {
  /** A text that is the same for everybody. The x is that of its left end, centre or right end; y is its baseline. */
  label(text: string, xMm: number, baselineMm: number, style: LabelStyle): void;
  /** A text of the certificate's facts, fitted into a box, centred vertically. What does not fit becomes a refusal. */
  fact(item: DrawnText, box: BoxMm, style: FactStyle): void;
  line(fromXMm: number, fromYMm: number, toXMm: number, toYMm: number, widthMm: number, colour?: Colour): void;
  frame(box: BoxMm, widthMm: number, colour?: Colour): void;
  fill(box: BoxMm, colour: Colour): void;
  operators(): string;
};

/** Where the middle of a Japanese character lies above its baseline, in ems. */
const MIDDLE_EM = 0.37;

export function createInk(fonts: CertificateFonts): Ink {
  return {
    fonts,
    embedded: {
      label: embeddedFont(fonts.label),
      heading: embeddedFont(fonts.heading),
      name: embeddedFont(fonts.name),
    },
    drawn: [],
    glyphs: [],
    refusals: [],
  };
}

export function createCanvas(ink: Ink, pageIndex: number): Canvas {
  const operators: string[] = [];

  function show(
    glyphs: readonly PlacedGlyph[],
    at: { xPt: number; yPt: number; sizePt: number; trackingPt?: number; colour?: Colour },
  ): void {
    const { yPt, sizePt, trackingPt = 0, colour = BLACK } = at;
    let penPt = at.xPt;
    for (const part of partsByFont(glyphs)) {
      const role = part[0]?.role ?? 'label';
      const codes = ink.embedded[role].encode(part);
      const place = `1 0 0 1 ${pdfNumber(penPt)} ${pdfNumber(yPt)} Tm`;
      operators.push(
        `BT ${colourOperands(colour)} k /${role} ${pdfNumber(sizePt)} Tf ${pdfNumber(trackingPt)} Tc ${place} <${codes}> Tj ET`,
      );
      penPt += widthOf(part, sizePt) + trackingPt * part.length;
    }
  }

  function record(line: readonly PlacedGlyph[], xPt: number, yPt: number, sizePt: number): void {
    let penPt = xPt;
    for (const { role, glyph, advance, blank } of line) {
      const face = ink.fonts[role];
      const outline = face.outlineOf(glyph);
      if (!blank) ink.glyphs.push({ pageIndex, xPt: penPt, yPt, sizePt, unitsPerEm: face.unitsPerEm, outline });
      penPt += (advance * sizePt) / 1000;
    }
  }

  return {
    label(text, xMm, baselineMm, { sizePt, role = 'label', align = 'left', trackingPt = 0, colour = BLACK }) {
      const run = glyphRun(text, ink.fonts, { roles: [role] });
      if (run.isErr()) {
        ink.refusals.push({ kind: run.error, field: 'label' });
        return;
      }
      const xPt = startOf(xPoints(xMm), widthOf(run.value, sizePt, trackingPt), align);
      show(run.value, { xPt, yPt: yPoints(baselineMm), sizePt, trackingPt, colour });
    },

    fact({ field, text }, box, style) {
      const {
        roles = ['label', 'name'],
        mixed = false,
        align = 'left',
        maximumLines = 1,
        sizePt,
        minimumSizePt,
      } = style;
      const run = glyphRun(text, ink.fonts, { roles, mixed });
      if (run.isErr()) {
        ink.refusals.push({ kind: run.error, field });
        return;
      }
      if (run.value.every(({ blank }) => blank)) {
        ink.refusals.push({ kind: 'text-empty', field });
        return;
      }
      const widthPt = points(box.widthMm);
      const fit = { sizePt, minimumSizePt, maximumLines, widthPt, heightPt: points(box.heightMm) };
      const fitted = fitText(run.value, fit);
      if (fitted === null) {
        ink.refusals.push({ kind: 'text-too-long', field });
        return;
      }
      const spacingPt = fitted.sizePt * LINE_SPACING;
      const middlePt = yPoints(box.yMm + box.heightMm / 2);
      const firstPt = middlePt - fitted.sizePt * MIDDLE_EM + ((fitted.lines.length - 1) * spacingPt) / 2;
      const anchorPt = xPoints(box.xMm) + { left: 0, centre: widthPt / 2, right: widthPt }[align];
      for (const [index, line] of fitted.lines.entries()) {
        const xPt = startOf(anchorPt, widthOf(line, fitted.sizePt), align);
        const yPt = firstPt - index * spacingPt;
        show(line, { xPt, yPt, sizePt: fitted.sizePt });
        record(line, xPt, yPt, fitted.sizePt);
      }
      ink.drawn.push({ field, text });
    },

    line(fromXMm, fromYMm, toXMm, toYMm, widthMm, colour = BLACK) {
      operators.push(
        `${colourOperands(colour)} K ${pdfNumber(points(widthMm))} w ${pointOperands(fromXMm, fromYMm)} m ${pointOperands(toXMm, toYMm)} l S`,
      );
    },

    frame(box, widthMm, colour = BLACK) {
      operators.push(`${colourOperands(colour)} K ${pdfNumber(points(widthMm))} w ${boxOperands(box)} re S`);
    },

    fill(box, colour) {
      operators.push(`${colourOperands(colour)} k ${boxOperands(box)} re f`);
    },

    operators: () => `${operators.join('\n')}\n`,
  };
}

/** Neighbours of the same font, so that each part is one text operator. */
function partsByFont(glyphs: readonly PlacedGlyph[]): readonly (readonly PlacedGlyph[])[] {
  const parts: PlacedGlyph[][] = [];
  for (const placed of glyphs) {
    const last = parts.at(-1);
    if (last?.[0]?.role === placed.role) last.push(placed);
    else parts.push([placed]);
  }
  return parts;
}

function startOf(anchorPt: number, widthPt: number, align: Align): number {
  switch (align) {
    case 'left':
      return anchorPt;
    case 'centre':
      return anchorPt - widthPt / 2;
    case 'right':
      return anchorPt - widthPt;
    default: {
      const never: never = align;
      throw new Error(`unknown alignment ${String(never)}`);
    }
  }
}

function colourOperands(colour: Colour): string {
  return colour.map(pdfNumber).join(' ');
}

function pointOperands(xMm: number, yMm: number): string {
  return `${pdfNumber(xPoints(xMm))} ${pdfNumber(yPoints(yMm))}`;
}

function boxOperands({ xMm, yMm, widthMm, heightMm }: BoxMm): string {
  return `${pointOperands(xMm, yMm + heightMm)} ${pdfNumber(points(widthMm))} ${pdfNumber(points(heightMm))}`;
}
