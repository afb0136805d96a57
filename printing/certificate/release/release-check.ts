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

type Seen = { rasters: readonly ColourRaster[] };

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
  const opened = await withDocument(rendered.pdf, ({ pageCount, text, rasterise }): Seen | ReleaseFault => {
    if (pageCount !== expectedPages) return { kind: 'page-count' };
    const indices = Array.from({ length: pageCount }, (_, index) => index);
    const fault = textFault(rendered, page, indices.map(text));
    return fault ?? { rasters: indices.map((index) => rasterise(index, RELEASE_CHECK_DPI)) };
  });
  if (opened.isErr()) return err(opened.error);
  if ('kind' in opened.value) return err(opened.value);
  const { rasters } = opened.value;
  try {
    const fault = inkFault(rendered, rasters);
    if (fault !== null) return err(fault);
    const codes = await checkCodes(page, rasters);
    return codes.map((names) => ({
      digest,
      pages: expectedPages,
      codes: names,
      dpi: RELEASE_CHECK_DPI,
      glyphs: rendered.glyphs.length,
    }));
  } finally {
    for (const raster of rasters) raster.rgba.fill(0);
  }
}

/** Every fact drawn, nothing else drawn, and all of it in the text layer of the very page it belongs to (P4). */
function textFault(
  { drawn }: RenderedCertificate,
  page: CertificatePage,
  layers: readonly string[],
): ReleaseFault | null {
  const items = certificateItems(page);
  const expected = layers.map((_, index) => textsOfPage(items, index));
  const byField = new Map(expected.flat().map(({ field, text }) => [field, text]));
  for (const { field, text } of drawn) {
    if (byField.get(field) !== text) return { kind: 'text-differs', field };
  }
  const drawnFields = new Set(drawn.map(({ field }) => field));
  for (const [index, layerText] of layers.entries()) {
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

function inkFault({ drawn, glyphs }: RenderedCertificate, rasters: readonly ColourRaster[]): ReleaseFault | null {
  const wanted = drawn.reduce((sum, { text }) => sum + inkedClusters(text), 0);
  if (glyphs.length !== wanted) return { kind: 'ink-differs' };
  const inked = rasters.every((raster, page) =>
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
async function checkCodes(
  page: CertificatePage,
  rasters: readonly ColourRaster[],
): Promise<Result<CodeName[], ReleaseFault>> {
  const found = (await Promise.all(rasters.map(readCodes))).flat();
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
