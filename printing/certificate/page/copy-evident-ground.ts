/**
 * The ground that shows 複写 on a photocopy. Fine dots around the word and coarse dots inside it cover the paper equally, so
 * that the original looks even; a copier drops the fine ones. One solid process colour: a tint would be halftoned by the
 * printer, and the dots with it. Which dots do this depends on the printer: see `ground-configuration.ts`.
 */
import { deflateSync } from 'node:zlib';
import type { PDFContext, PDFRef } from '@cantoo/pdf-lib';
import type { CertificateFonts } from '../fonts/certificate-fonts.ts';
import type { FontFace } from '../fonts/font-face.ts';
import { glyphRun, type PlacedGlyph, widthOf } from '../fonts/glyph-run.ts';
import type { Dots, GroundConfiguration } from './ground-configuration.ts';
import { DOT_MM, PAGE_HEIGHT_PT, PAGE_WIDTH_PT, pdfNumber, points } from './page-geometry.ts';

const WORD = '複写';
const WORD_SIZE_PT = 60;
const WORD_HEIGHT_EM = 0.76;
const COLUMN_PT = 170;
const ROW_PT = 88;
const SOLID_CYAN = '1 0 0 0 k';
/** Length of the control arm that makes four cubic curves a circle. */
const CIRCLE_ARM = 0.5523;

const operatorsByFace = new WeakMap<FontFace, Uint8Array>();

/** Registers the ground as a form of the size of the page. Its operators are deflated once per process. */
export function writeGround(context: PDFContext, fonts: CertificateFonts, dots: GroundConfiguration): PDFRef {
  const dictionary = {
    Type: 'XObject',
    Subtype: 'Form',
    BBox: [0, 0, PAGE_WIDTH_PT, PAGE_HEIGHT_PT],
    Resources: { Pattern: { Fine: writeDots(context, dots.fine), Coarse: writeDots(context, dots.coarse) } },
    Filter: 'FlateDecode',
  };
  return context.register(context.stream(groundOperators(fonts), dictionary));
}

function groundOperators(fonts: CertificateFonts): Uint8Array {
  const known = operatorsByFace.get(fonts.heading);
  if (known !== undefined) return known;
  const words = wordPaths(fonts);
  const sheet = `0 0 ${PAGE_WIDTH_PT} ${PAGE_HEIGHT_PT} re`;
  const text = `/Pattern cs /Fine scn ${sheet}\n${words} f*\n/Coarse scn\n${words} f\n`;
  const operators = deflateSync(new TextEncoder().encode(text), { level: 9 });
  operatorsByFace.set(fonts.heading, operators);
  return operators;
}

export function writeDots(context: PDFContext, { diameterMm, pitchDots }: Dots): PDFRef {
  const pitch = Number(points(pitchDots * DOT_MM).toFixed(4));
  const dictionary = {
    Type: 'Pattern',
    PatternType: 1,
    PaintType: 1,
    TilingType: 1,
    BBox: [0, 0, pitch, pitch],
    XStep: pitch,
    YStep: pitch,
    Resources: {},
  };
  return context.register(context.stream(`${SOLID_CYAN} ${circle(pitch / 2, points(diameterMm) / 2)} f`, dictionary));
}

function circle(centre: number, radius: number): string {
  const arm = radius * CIRCLE_ARM;
  const at = (x: number, y: number) => `${(centre + x).toFixed(4)} ${(centre + y).toFixed(4)}`;
  return [
    `${at(radius, 0)} m`,
    `${at(radius, arm)} ${at(arm, radius)} ${at(0, radius)} c`,
    `${at(-arm, radius)} ${at(-radius, arm)} ${at(-radius, 0)} c`,
    `${at(-radius, -arm)} ${at(-arm, -radius)} ${at(0, -radius)} c`,
    `${at(arm, -radius)} ${at(radius, -arm)} ${at(radius, 0)} c h`,
  ].join(' ');
}

/** The word over the whole sheet, every second row shifted by half a column. */
function wordPaths(fonts: CertificateFonts): string {
  const run = glyphRun(WORD, fonts, { roles: ['heading'] });
  if (run.isErr()) throw new Error('the heading font lacks the word of the copy-evident ground');
  const widthPt = widthOf(run.value, WORD_SIZE_PT);
  const paths: string[] = [];
  for (let row = 0; row * ROW_PT < PAGE_HEIGHT_PT; row += 1) {
    const shift = row % 2 === 0 ? 0 : COLUMN_PT / 2;
    for (let x = shift + (COLUMN_PT - widthPt) / 2 - COLUMN_PT; x < PAGE_WIDTH_PT; x += COLUMN_PT) {
      paths.push(wordPath(fonts.heading, run.value, x, row * ROW_PT + 20));
    }
  }
  return paths.join('\n');
}

/** The word once, in the middle of a field: its path, to be cut out of the fine dots and filled with the coarse ones. */
export function groundTile(
  fonts: CertificateFonts,
  field: { xPt: number; yPt: number; widthPt: number; heightPt: number },
): string {
  const run = glyphRun(WORD, fonts, { roles: ['heading'] });
  if (run.isErr()) throw new Error('the heading font lacks the word of the copy-evident ground');
  const xPt = field.xPt + (field.widthPt - widthOf(run.value, WORD_SIZE_PT)) / 2;
  return wordPath(fonts.heading, run.value, xPt, field.yPt + (field.heightPt - WORD_SIZE_PT * WORD_HEIGHT_EM) / 2);
}

function wordPath(face: FontFace, glyphs: readonly PlacedGlyph[], xPt: number, yPt: number): string {
  const scale = WORD_SIZE_PT / face.unitsPerEm;
  const operators: string[] = [];
  let penPt = xPt;
  for (const { glyph, advance } of glyphs) {
    const at = (x = 0, y = 0) => [penPt + x * scale, yPt + y * scale] as const;
    let last: readonly [number, number] = [0, 0];
    for (const { command, args } of face.outlineOf(glyph)) {
      if (command === 'closePath') {
        operators.push('h');
        continue;
      }
      const to = at(args.at(-2), args.at(-1));
      if (command === 'quadraticCurveTo') {
        const control = at(args[0], args[1]);
        operators.push(`${pair(towards(last, control))} ${pair(towards(to, control))} ${pair(to)} c`);
      } else {
        operators.push(`${pair(to)} ${command === 'moveTo' ? 'm' : 'l'}`);
      }
      last = to;
    }
    penPt += (advance * WORD_SIZE_PT) / 1000;
  }
  return operators.join(' ');
}

/** Control point of a cubic curve that equals a quadratic one. */
function towards(end: readonly [number, number], control: readonly [number, number]): readonly [number, number] {
  return [end[0] + ((control[0] - end[0]) * 2) / 3, end[1] + ((control[1] - end[1]) * 2) / 3];
}

function pair([x, y]: readonly [number, number]): string {
  return `${pdfNumber(x)} ${pdfNumber(y)}`;
}
