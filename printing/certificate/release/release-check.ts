/**
 * The last gate before paper (invariant A d): is the finished file, as a reader will see it, the certificate that was signed?
 * It looks at pixels and the text layer of the bytes that will be printed, never at what the renderer meant to draw alone.
 */
import { createHash } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { CertificatePage, CodeName, RenderedCertificate } from '../certificate-page.ts';
import { clustersOf, isDrawableSpace } from '../fonts/text-clusters.ts';
import { certificateItems, textsOfPage } from '../page/certificate-items.ts';
import { pageCountFor } from '../page/page-count.ts';
import { readCodes } from './code-reader.ts';
import { allHaveTheirInk } from './ink-check.ts';
import { type ColourRaster, type PdfFault, withDocument } from './pdfium-document.ts';

export const RELEASE_CHECK_DPI = 200;

/** Proof that a file was checked: print only bytes with this digest. Holds nothing of the person. */
export type ReleaseEvidence = {
  /** SHA-256 of the file that was looked at, hexadecimal. */
  digest: string;
  pages: number;
  codes: readonly CodeName[];
  dpi: number;
  /** How many glyphs of facts were compared with their outlines. */
  glyphs: number;
};

export type ReleaseFault =
  | { kind: 'code-missing'; code: CodeName }
  /** Another content, another place, or a code too many. */
  | { kind: 'code-differs' }
  | { kind: 'text-differs'; field: string }
  /** A glyph's ink is missing or is another glyph's. */
  | { kind: 'ink-differs' }
  | { kind: 'page-count' }
  /** The file is not the one the renderer vouched for. */
  | { kind: 'digest-differs' }
  | PdfFault;

type Seen = { pages: readonly { text: string; raster: ColourRaster }[] };

/** Looks at the finished file; about 300 ms a page. Erases its pictures of the page afterwards. */
export async function checkRelease(o: {
  rendered: RenderedCertificate;
  page: CertificatePage;
}): Promise<Result<ReleaseEvidence, ReleaseFault>> {
  const { rendered, page } = o;
  const digest = createHash('sha256').update(rendered.pdf).digest('hex');
  if (digest !== rendered.digest) return err({ kind: 'digest-differs' });
  const expectedPages = pageCountFor(page.facts.doses.length);
  if (expectedPages === null || rendered.pages !== expectedPages) return err({ kind: 'page-count' });
  const opened = await withDocument(rendered.pdf, ({ pageCount, text, rasterise }): Seen | null => {
    if (pageCount !== expectedPages) return null;
    const pages = Array.from({ length: pageCount }, (_, index) => index);
    return { pages: pages.map((index) => ({ text: text(index), raster: rasterise(index, RELEASE_CHECK_DPI) })) };
  });
  if (opened.isErr()) return err(opened.error);
  if (opened.value === null) return err({ kind: 'page-count' });
  try {
    const fault = textFault(rendered, page, opened.value) ?? inkFault(rendered, opened.value);
    if (fault !== null) return err(fault);
    const codes = await checkCodes(page, opened.value);
    return codes.map((names) => ({
      digest,
      pages: expectedPages,
      codes: names,
      dpi: RELEASE_CHECK_DPI,
      glyphs: rendered.glyphs.length,
    }));
  } finally {
    for (const { raster } of opened.value.pages) raster.rgba.fill(0);
  }
}

/** Every fact drawn, nothing else drawn, and all of it in the text layer of the very page it belongs to (P4). */
function textFault({ drawn }: RenderedCertificate, page: CertificatePage, { pages }: Seen): ReleaseFault | null {
  const items = certificateItems(page);
  const expected = pages.map((_, index) => textsOfPage(items, index));
  const byField = new Map(expected.flat().map(({ field, text }) => [field, text]));
  for (const { field, text } of drawn) {
    if (byField.get(field) !== text) return { kind: 'text-differs', field };
  }
  const drawnFields = new Set(drawn.map(({ field }) => field));
  for (const [index, { text: layerText }] of pages.entries()) {
    const layer = comparable(layerText);
    for (const { field, text } of expected[index] ?? []) {
      if (!drawnFields.has(field) || !layer.includes(comparable(text))) return { kind: 'text-differs', field };
    }
  }
  return null;
}

/** PDFium reports spaces by position, and a hyphen at the end of a line as U+0002 or U+FFFE. */
function comparable(text: string): string {
  return text.replace(/[\s\p{Cc}\u00ad\ufffe-]/gu, '');
}

function inkFault({ drawn, glyphs }: RenderedCertificate, { pages }: Seen): ReleaseFault | null {
  const wanted = drawn.reduce((sum, { text }) => sum + inkedClusters(text), 0);
  if (glyphs.length !== wanted) return { kind: 'ink-differs' };
  const inked = pages.every(({ raster }, page) =>
    allHaveTheirInk(
      glyphs.filter(({ pageIndex }) => pageIndex === page),
      raster,
    ),
  );
  return inked ? null : { kind: 'ink-differs' };
}

function inkedClusters(text: string): number {
  return clustersOf(text)?.filter(({ base }) => !isDrawableSpace(base)).length ?? 0;
}

/** The symbols from left to right must be exactly the health card and, for the overseas kind, the VDS-NC. */
async function checkCodes(page: CertificatePage, { pages }: Seen): Promise<Result<CodeName[], ReleaseFault>> {
  const found = (await Promise.all(pages.map(({ raster }) => readCodes(raster)))).flat();
  const wanted: { code: CodeName; bytes: Buffer }[] = [
    { code: 'health-card', bytes: healthCardBytes(page.healthCard) },
  ];
  if (page.vdsNc !== null) wanted.push({ code: 'vds-nc', bytes: Buffer.from(page.vdsNc, 'utf8') });
  for (const [index, { code, bytes }] of wanted.entries()) {
    const at = found[index];
    if (at !== undefined && bytes.equals(at.bytes)) continue;
    return err(found.length < wanted.length ? { kind: 'code-missing', code } : { kind: 'code-differs' });
  }
  return found.length > wanted.length ? err({ kind: 'code-differs' }) : ok(wanted.map(({ code }) => code));
}

/** What a reader of the code gets (SMART Health Cards 1.4.0), worked out apart from the encoder. */
function healthCardBytes(healthCard: string): Buffer {
  let text = 'shc:/';
  for (const byte of Buffer.from(healthCard, 'latin1')) text += byte < 55 ? `0${byte - 45}` : `${byte - 45}`;
  return Buffer.from(text, 'latin1');
}
