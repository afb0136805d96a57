/** Pages as pictures, for the workbench, the command line and documents. Never part of a visit's own path. */
import { err, ok, type Result } from 'neverthrow';
import { PNG } from 'pngjs';
import { type ColourRaster, type PdfFault, withDocument } from './pdfium-document.ts';

export type PictureFault = PdfFault | { kind: 'no-such-page' };

/** @param dpi 36 to 600 */
export async function rasterisePage(
  pdf: Uint8Array,
  pageIndex: number,
  dpi: number,
): Promise<Result<ColourRaster, PictureFault>> {
  if (!(dpi >= 36 && dpi <= 600)) throw new RangeError('dpi must lie between 36 and 600');
  const opened = await withDocument(pdf, ({ pageCount, rasterise }) =>
    pageIndex >= 0 && pageIndex < pageCount ? rasterise(pageIndex, dpi) : null,
  );
  return opened.andThen((raster) => (raster === null ? err({ kind: 'no-such-page' as const }) : ok(raster)));
}

/** A page as a PNG file. */
export async function pageToPng(
  pdf: Uint8Array,
  pageIndex: number,
  dpi: number,
): Promise<Result<Uint8Array, PictureFault>> {
  const raster = await rasterisePage(pdf, pageIndex, dpi);
  return raster.map(({ width, height, rgba }) => {
    const png = new PNG({ width, height });
    png.data.set(rgba);
    return PNG.sync.write(png);
  });
}
