import { PDFDocument } from '@cantoo/pdf-lib';

/** Pages of a whole PDF; `undefined` for anything a printer could not read. */
export async function pdfPageCount(pdf: Uint8Array): Promise<number | undefined> {
  try {
    const document = await PDFDocument.load(pdf, { updateMetadata: false, throwOnInvalidObject: true });
    return document.getPageCount();
  } catch {
    return undefined;
  }
}
