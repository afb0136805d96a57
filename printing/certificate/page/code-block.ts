/** The codes with their captions: SMART Health Card on the left, VDS-NC (or how to verify) on the right. */
import { err, ok, type Result } from 'neverthrow';
import type { CertificatePage, RenderRefusal } from '../certificate-page.ts';
import { type CodeSymbol, healthCardSymbol, vdsNcSymbol } from '../codes/qr-symbol.ts';
import { drawSymbol, moduleSizeMm, type PlacedSymbol, placeSymbol } from '../codes/symbol-drawing.ts';
import type { Canvas } from './canvas.ts';
import { CONTENT_WIDTH_MM, LEFT_MM } from './page-geometry.ts';
import { GREY } from './page-style.ts';

const TOP_MM = 204.5;
/** The largest square a symbol and its quiet zone may fill. */
const SIDE_MM = 65;
const HALF_MM = CONTENT_WIDTH_MM / 2;

/** Both symbols where they will stand; the ground must leave their quiet zones free. */
export function placeCodes(page: CertificatePage): Result<readonly PlacedSymbol[], RenderRefusal> {
  const symbols = [healthCardSymbol(page.healthCard)];
  if (page.vdsNc !== null) symbols.push(vdsNcSymbol(page.vdsNc));
  const placed: PlacedSymbol[] = [];
  for (const [index, symbol] of symbols.entries()) {
    if (symbol.isErr()) return err(symbol.error);
    const place = placeInHalf(symbol.value, LEFT_MM + index * HALF_MM);
    if (place === null) return err({ kind: 'code-too-large', code: symbol.value.code });
    placed.push(place);
  }
  return ok(placed);
}

/** PDF operators of the symbols. */
export function symbolOperators(placed: readonly PlacedSymbol[]): string {
  return placed.map(drawSymbol).join('');
}

export function drawCaptions(canvas: Canvas, withVdsNc: boolean): void {
  drawCaption(canvas, 0, '日本国内用及び海外用二次元コード', 'SMART Health Cards');
  if (withVdsNc) drawCaption(canvas, 1, '海外用二次元コード', 'ICAO VDS-NC');
  else drawInstructions(canvas);
}

function placeInHalf(symbol: CodeSymbol, halfLeftMm: number): PlacedSymbol | null {
  const moduleMm = moduleSizeMm(symbol, SIDE_MM);
  if (moduleMm === null) return null;
  const atCorner = placeSymbol(symbol, moduleMm, 0, 0);
  return placeSymbol(symbol, moduleMm, halfLeftMm + (HALF_MM - atCorner.quietZone.widthMm) / 2, TOP_MM);
}

function drawCaption(canvas: Canvas, half: 0 | 1, japanese: string, english: string): void {
  const middleMm = LEFT_MM + HALF_MM * (half + 0.5);
  canvas.label(japanese, middleMm, TOP_MM - 4.4, { sizePt: 8, align: 'centre' });
  canvas.label(english, middleMm, TOP_MM - 1.2, { sizePt: 7, align: 'centre', colour: GREY });
}

function drawInstructions(canvas: Canvas): void {
  const lines: readonly (readonly [string, string])[] = [
    ['この証明書の確かめ方', 'How to verify this certificate'],
    ['１　左の二次元コードを検証用のアプリで読み取ります。', 'Scan the code on the left with a verifier application.'],
    ['２　電子署名が有効であることを確かめます。', 'Check that its digital signature is valid.'],
    [
      '３　表示された氏名と生年月日を、この証明書と照合します。',
      'Compare name and date of birth with this certificate.',
    ],
  ];
  for (const [index, [japanese, english]] of lines.entries()) {
    const yMm = TOP_MM + 11 + index * 9.5;
    canvas.label(japanese, LEFT_MM + HALF_MM, yMm, { sizePt: 8, role: index === 0 ? 'heading' : 'label' });
    const indentMm = index === 0 ? 0 : 5.6;
    canvas.label(english, LEFT_MM + HALF_MM + indentMm, yMm + 3.4, { sizePt: 6.5, colour: GREY });
  }
}
