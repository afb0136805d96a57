/**
 * The same page by others: pdfkit with the same facts, fonts and codes (no ground), and what is left when a page is written
 * by hand with everything known beforehand but the person: two symbols, the operators deflated, the bytes joined and hashed.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import type { CertificatePage, RenderedCertificate } from './certificate-page.ts';
import { type CodeSymbol, healthCardSymbol, vdsNcSymbol } from './codes/qr-symbol.ts';
import { drawSymbol, placeSymbol } from './codes/symbol-drawing.ts';
import { DEBIAN_FONT_PATHS } from './fonts/certificate-fonts.ts';

const MODULE_PT = 1.2;

function symbolsOf({ healthCard, vdsNc }: CertificatePage): readonly CodeSymbol[] {
  const symbols = [healthCardSymbol(healthCard), ...(vdsNc === null ? [] : [vdsNcSymbol(vdsNc)])];
  return symbols.flatMap((symbol) => (symbol.isOk() ? [symbol.value] : []));
}

/** Font files in memory, so that reading them is nobody's cost. */
export async function pdfkitPage(): Promise<
  (page: CertificatePage, drawn: RenderedCertificate['drawn']) => Promise<number>
> {
  const [label, name] = await Promise.all(
    [DEBIAN_FONT_PATHS.label, DEBIAN_FONT_PATHS.name].map((path) => readFile(path)),
  );
  if (label === undefined || name === undefined) throw new Error('two fonts expected');
  return async (page, drawn) => {
    const document = new PDFDocument({ size: 'A4', margin: 0 });
    let bytes = 0;
    document.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    document.registerFont('label', label).registerFont('name', name);
    for (const [index, { field, text }] of drawn.entries()) {
      document.font(field === 'holder.name' ? 'name' : 'label').fontSize(8);
      document.text(text, 40 + (index % 4) * 130, 40 + Math.floor(index / 4) * 14, { lineBreak: false });
    }
    for (const [index, symbol] of symbolsOf(page).entries()) drawOnPdfkit(document, symbol, 60 + index * 250);
    const ended = once(document, 'end');
    document.end();
    await ended;
    return bytes;
  };
}

function drawOnPdfkit(document: PDFKit.PDFDocument, symbol: CodeSymbol, left: number): void {
  for (let row = 0; row < symbol.size; row += 1) {
    for (let column = 0; column < symbol.size; column += 1) {
      if (symbol.isDark(row, column)) {
        document.rect(left + column * MODULE_PT, 560 + row * MODULE_PT, MODULE_PT, MODULE_PT);
      }
    }
  }
  document.fill('black');
}

/** @param ready a finished file: all that does not depend on the codes stands in for itself. */
export function handMadePage(page: CertificatePage, ready: Uint8Array): string {
  const operators = symbolsOf(page).map((symbol, index) => drawSymbol(placeSymbol(symbol, 0.42, 20 + index * 85, 205)));
  const stream = deflateSync(Buffer.from(operators.join('')));
  return createHash('sha256')
    .update(Buffer.concat([ready, stream]))
    .digest('hex');
}
