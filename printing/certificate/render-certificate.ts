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
import { type CertificateItems, certificateItems } from './page/certificate-items.ts';
import { drawCaptions, placeCodes, symbolOperators } from './page/code-block.ts';
import { writeGround } from './page/copy-evident-ground.ts';
import { drawDoses, FIRST_PAGE_DOSES, firstPageShape, SECOND_PAGE_DOSES } from './page/dose-table.ts';
import { drawContinuationTitle, drawEveryPage, drawTitle, FRAME_INSET_MM } from './page/header-block.ts';
import { drawHolder, drawHolderAgain } from './page/holder-block.ts';
import { drawIssuer } from './page/issuer-block.ts';
import { drawNotes } from './page/notes-block.ts';
import { PAGE_HEIGHT_PT, PAGE_WIDTH_PT, pdfNumber, points } from './page/page-geometry.ts';

type PageContent = { operators: string; symbols: readonly PlacedSymbol[] };

const NO_YIELDING = Number.POSITIVE_INFINITY;

/**
 * Renders the A4 certificate (certificate formats: domestic with a SMART Health Card, overseas with a VDS-NC as well).
 * A refusal means nothing was rendered; it names the field, never its text (P11).
 */
export async function renderCertificate(
  page: CertificatePage,
  fonts: CertificateFonts,
): Promise<Result<RenderedCertificate, RenderRefusal>> {
  const mismatch = kindMismatch(page);
  if (mismatch !== null) return err(mismatch);
  const pages = pageCountFor(page.facts.doses.length);
  if (pages === null) return err({ kind: 'too-many-doses' });
  const symbols = placeCodes(page);
  if (symbols.isErr()) return err(symbols.error);

  const ink = createInk(fonts);
  const items = certificateItems(page.facts);
  const contents = [firstPage(ink, page, items, symbols.value, pages)];
  if (pages === 2) contents.push(secondPage(ink, page, items));
  const [refusal] = ink.refusals;
  if (refusal !== undefined) return err(refusal);

  const pdf = await writeDocument(ink, contents);
  const digest = createHash('sha256').update(pdf).digest('hex');
  return ok({ pdf, pages, digest, drawn: ink.drawn, glyphs: ink.glyphs });
}

/** Null where the doses do not fit the two pages there are. */
export function pageCountFor(doseCount: number): 1 | 2 | null {
  if (doseCount <= FIRST_PAGE_DOSES) return 1;
  return doseCount <= FIRST_PAGE_DOSES + SECOND_PAGE_DOSES ? 2 : null;
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
  symbols: readonly PlacedSymbol[],
  pages: number,
): PageContent {
  const canvas: Canvas = createCanvas(ink, 0);
  drawEveryPage(canvas, facts.kind, items.certificateId, 1, pages);
  drawTitle(canvas, facts.kind);
  drawHolder(canvas, items);
  drawDoses(canvas, items.doses.slice(0, FIRST_PAGE_DOSES), firstPageShape(items.doses.length));
  drawIssuer(canvas, items);
  drawCaptions(canvas, vdsNc !== null);
  drawNotes(canvas);
  return { operators: canvas.operators() + symbolOperators(symbols), symbols };
}

function secondPage(ink: Ink, { facts }: CertificatePage, items: CertificateItems): PageContent {
  const canvas = createCanvas(ink, 1);
  drawEveryPage(canvas, facts.kind, items.certificateId, 2, 2);
  drawContinuationTitle(canvas, facts.kind);
  drawHolderAgain(canvas, items, 41);
  drawDoses(canvas, items.doses.slice(FIRST_PAGE_DOSES), { topMm: 60, heightMm: 200, followed: false });
  drawNotes(canvas);
  return { operators: canvas.operators(), symbols: [] };
}

async function writeDocument(ink: Ink, contents: readonly PageContent[]): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context } = document;
  const ground = writeGround(context, ink.fonts);
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
