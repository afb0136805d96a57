/**
 * A sheet with a choice of grounds, to be printed on the printer in use and copied on a few copiers. The choice to take is
 * the one whose word does not show on the sheet and does show on the copies.
 */
import { PDFDocument, PDFName, type PDFRef } from '@cantoo/pdf-lib';
import * as v from 'valibot';
import type { CertificateFonts } from '../fonts/certificate-fonts.ts';
import { createCanvas, createInk } from './canvas.ts';
import { groundTile, writeDots } from './copy-evident-ground.ts';
import { type GroundConfiguration, GroundConfigurationSchema } from './ground-configuration.ts';
import { LEFT_MM, PAGE_HEIGHT_PT, PAGE_WIDTH_PT, pdfNumber, points, xPoints, yPoints } from './page-geometry.ts';
import { MEDIUM_MM } from './page-style.ts';

export type CalibrationSheet = {
  pdf: Uint8Array;
  /** By the letter beside each field. */
  choices: Readonly<Record<string, GroundConfiguration>>;
};

const COLUMNS = 3;
const FIELD = { widthMm: 52, heightMm: 34, stepXMm: 58, stepYMm: 44, topMm: 46 };
const FINE_MM = [0.08, 0.1, 0.12] as const;
const COARSE_MM = [0.26, 0.3, 0.36, 0.42] as const;
const COVERAGES = [0.09, 0.12] as const;

/** Every choice of the series that the limits allow, as many as the sheet has room for. */
export function calibrationChoices(): readonly GroundConfiguration[] {
  const choices = COVERAGES.flatMap((coverage) =>
    FINE_MM.flatMap((fineMm) =>
      COARSE_MM.map((coarseMm) => ({ fine: dotsFor(fineMm, coverage), coarse: dotsFor(coarseMm, coverage) })),
    ),
  );
  return choices.filter((choice) => v.is(GroundConfigurationSchema, choice)).slice(0, COLUMNS * 5);
}

function dotsFor(diameterMm: number, coverage: number) {
  const pitchMm = Math.sqrt((Math.PI * diameterMm ** 2) / 4 / coverage);
  return { diameterMm, pitchDots: Math.round((pitchMm / 25.4) * 600) };
}

export async function calibrationSheet(fonts: CertificateFonts): Promise<CalibrationSheet> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context } = document;
  const ink = createInk(fonts);
  const canvas = createCanvas(ink, 0);
  const patterns: Record<string, PDFRef> = {};
  const grounds: string[] = [];
  canvas.label('地紋の調整　Calibration of the copy-evident ground', LEFT_MM, 24, { sizePt: 14, role: 'heading' });
  canvas.label('原本で「複写」が見えず、複写すると見える枠を選びます。', LEFT_MM, 31, { sizePt: 9 });
  canvas.label('Choose the field whose word is hidden here and shows on a copy.', LEFT_MM, 36, { sizePt: 8 });
  const choices: Record<string, GroundConfiguration> = {};
  for (const [index, choice] of calibrationChoices().entries()) {
    const letter = String.fromCharCode(65 + index);
    choices[letter] = choice;
    patterns[`Fine${letter}`] = writeDots(context, choice.fine);
    patterns[`Coarse${letter}`] = writeDots(context, choice.coarse);
    const xMm = LEFT_MM + (index % COLUMNS) * FIELD.stepXMm;
    const yMm = FIELD.topMm + Math.floor(index / COLUMNS) * FIELD.stepYMm;
    grounds.push(field(fonts, letter, xMm, yMm));
    canvas.frame({ xMm, yMm, widthMm: FIELD.widthMm, heightMm: FIELD.heightMm }, MEDIUM_MM);
    canvas.label(captionOf(letter, choice), xMm, yMm - 1.5, { sizePt: 7.5 });
  }
  const page = document.addPage([PAGE_WIDTH_PT, PAGE_HEIGHT_PT]);
  const fontEntries: Record<string, PDFRef> = {};
  const operators = canvas.operators();
  for (const [role, embedded] of Object.entries(ink.embedded)) {
    const written = embedded.writeTo(context);
    if (written !== null) fontEntries[role] = written;
  }
  page.node.set(PDFName.of('Resources'), context.obj({ Font: fontEntries, Pattern: patterns }));
  page.node.set(PDFName.of('Contents'), context.register(context.stream(`${grounds.join('\n')}\n${operators}`)));
  return { pdf: await document.save({ addDefaultPage: false, updateFieldAppearances: false }), choices };
}

function captionOf(letter: string, { fine, coarse }: GroundConfiguration): string {
  return `${letter}  ${fine.diameterMm} mm / ${fine.pitchDots}, ${coarse.diameterMm} mm / ${coarse.pitchDots}`;
}

function field(fonts: CertificateFonts, letter: string, xMm: number, yMm: number): string {
  const [x, y] = [xPoints(xMm), yPoints(yMm + FIELD.heightMm)];
  const [width, height] = [points(FIELD.widthMm), points(FIELD.heightMm)];
  const box = `${pdfNumber(x)} ${pdfNumber(y)} ${pdfNumber(width)} ${pdfNumber(height)} re`;
  const tile = groundTile(fonts, { xPt: x, yPt: y, widthPt: width, heightPt: height });
  return `q /Pattern cs /Fine${letter} scn ${box}\n${tile} f*\n/Coarse${letter} scn\n${tile} f Q`;
}
