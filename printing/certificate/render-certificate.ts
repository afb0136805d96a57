/**
 * The finished document: every page rendered whole in memory, the same bytes for the same input, no dates and no names
 * outside the page itself. Either it carries exactly the facts, or there is none.
 */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, type PDFRef, PDFString } from '@cantoo/pdf-lib';
import { err, ok, type Result } from 'neverthrow';
import type { CertificatePage, RenderedCertificate, RenderRefusal } from './certificate-page.ts';
import { type PlacedSymbol, quietZonePath } from './codes/symbol-drawing.ts';
import type { CertificateFonts } from './fonts/certificate-fonts.ts';
import { type Canvas, createCanvas, createInk, type Ink } from './page/canvas.ts';
import { type CertificateItems, certificateItems, type PageItems } from './page/certificate-items.ts';
import { drawCaptions, placeCodes, symbolOperators } from './page/code-block.ts';
import { writeGround } from './page/copy-evident-ground.ts';
import { drawDoses, firstPageShape } from './page/dose-table.ts';
import { type GroundConfiguration, USUAL_GROUND } from './page/ground-configuration.ts';
import { drawContinuationTitle, drawEveryPage, drawTitle, FRAME_INSET_MM } from './page/header-block.ts';
import { drawHolder, drawHolderAgain } from './page/holder-block.ts';
import { drawIssuer } from './page/issuer-block.ts';
import { drawNotes } from './page/notes-block.ts';
import { ofPage, pageCountFor } from './page/page-count.ts';
import { PAGE_HEIGHT_PT, PAGE_WIDTH_PT, pdfNumber, points } from './page/page-geometry.ts';

type PageContent = { operators: string; symbols: readonly PlacedSymbol[] };

export type RenderOptions = {
  /** Dots of the copy-evident ground as they were calibrated on the printer that is in use. */
  ground?: GroundConfiguration;
};

const NO_YIELDING = Number.POSITIVE_INFINITY;

/**
 * Renders the A4 certificate (certificate formats: domestic with a SMART Health Card, overseas with a VDS-NC as well).
 * A refusal means nothing was rendered; it names the field, never its text (P11).
 */
export async function renderCertificate(
  page: CertificatePage,
  fonts: CertificateFonts,
  options: RenderOptions = {},
): Promise<Result<RenderedCertificate, RenderRefusal>> {
  const mismatch = kindMismatch(page);
  if (mismatch !== null) return err(mismatch);
  const pages = pageCountFor(page.facts.doses.length);
  if (pages === null) return err({ kind: 'too-many-doses' });
  const symbols = placeCodes(page);
  if (symbols.isErr()) return err(symbols.error);

  const ink = createInk(fonts);
  const items = certificateItems(page);
  const contents = items.pages.map((own, index) =>
    index === 0 ? firstPage(ink, page, items, own, symbols.value) : secondPage(ink, page, items, own),
  );
  const [refusal] = ink.refusals;
  if (refusal !== undefined) return err(refusal);

  const pdf = await writeDocument(ink, contents, options.ground ?? USUAL_GROUND);
  const digest = createHash('sha256').update(pdf).digest('hex');
  return ok({ pdf, pages, digest, drawn: ink.drawn, glyphs: ink.glyphs });
}

function kindMismatch({ facts, vdsNc }: CertificatePage): RenderRefusal | null {
  const overseas = facts.kind === 'overseas';
  if (overseas !== (facts.holder.passport !== null)) return { kind: 'kind-mismatch', part: 'passport' };
  if (overseas !== (vdsNc !== null)) return { kind: 'kind-mismatch', part: 'vds-nc' };
  return null;
}

function firstPage(
  ink: Ink,
  { facts, vdsNc }: CertificatePage,
  items: CertificateItems,
  own: PageItems,
  symbols: readonly PlacedSymbol[],
): PageContent {
  const canvas: Canvas = createCanvas(ink, 0);
  drawEveryPage(canvas, facts.kind, own);
  drawTitle(canvas, facts.kind);
  drawHolder(canvas, items);
  drawDoses(canvas, ofPage(items.doses, 0), own.note, firstPageShape(items.doses.length));
  drawIssuer(canvas, items);
  drawCaptions(canvas, vdsNc !== null);
  drawNotes(canvas);
  return { operators: canvas.operators() + symbolOperators(symbols), symbols };
}

function secondPage(ink: Ink, { facts }: CertificatePage, items: CertificateItems, own: PageItems): PageContent {
  const canvas = createCanvas(ink, 1);
  drawEveryPage(canvas, facts.kind, own);
  drawContinuationTitle(canvas, facts.kind);
  drawHolderAgain(canvas, items, 41);
  drawDoses(canvas, ofPage(items.doses, 1), own.note, { topMm: 60, heightMm: 200, followed: false });
  drawNotes(canvas);
  return { operators: canvas.operators(), symbols: [] };
}

async function writeDocument(
  ink: Ink,
  contents: readonly PageContent[],
  groundDots: GroundConfiguration,
): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context } = document;
  const ground = writeGround(context, ink.fonts, groundDots);
  const fontEntries: Record<string, PDFRef> = {};
  for (const [role, embedded] of Object.entries(ink.embedded)) {
    const written = embedded.writeTo(context);
    if (written !== null) fontEntries[role] = written;
  }
  for (const content of contents) {
    const sheet = document.addPage([PAGE_WIDTH_PT, PAGE_HEIGHT_PT]);
    const bytes = deflateSync(new TextEncoder().encode(pageOperators(content)));
    sheet.node.set(PDFName.of('Resources'), context.obj({ Font: fontEntries, XObject: { Ground: ground } }));
    sheet.node.set(PDFName.of('Contents'), context.register(context.stream(bytes, { Filter: 'FlateDecode' })));
  }
  document.catalog.set(PDFName.of('Lang'), PDFString.of('ja-JP'));
  return document.save({ objectsPerTick: NO_YIELDING, addDefaultPage: false, updateFieldAppearances: false });
}

/** The ground inside the frame first, with the quiet zones cut out of it, then everything else. */
function pageOperators({ operators, symbols }: PageContent): string {
  const inset = pdfNumber(points(FRAME_INSET_MM));
  const width = pdfNumber(PAGE_WIDTH_PT - 2 * points(FRAME_INSET_MM));
  const height = pdfNumber(PAGE_HEIGHT_PT - 2 * points(FRAME_INSET_MM));
  const holes = symbols.map(quietZonePath).join(' ');
  return `q ${inset} ${inset} ${width} ${height} re ${holes} W* n /Ground Do Q\n${operators}`;
}
