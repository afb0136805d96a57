/**
 * PDFium (WebAssembly, in this process) over one finished document. What it reads is erased from its memory again: the
 * document and the pictures of a person's certificate must not wait there for whatever allocates next.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PDFiumModule } from '@hyzyla/pdfium';
import { err, ok, type Result } from 'neverthrow';

/** Four bytes a pixel: red, green, blue, alpha. */
export type ColourRaster = { width: number; height: number; rgba: Uint8ClampedArray<ArrayBuffer> };

export type OpenDocument = {
  pageCount: number;
  /** The text layer of a page, as PDFium reads it. */
  text(pageIndex: number): string;
  rasterise(pageIndex: number, dpi: number): ColourRaster;
};

export type PdfFault = { kind: 'unreadable'; cause?: unknown };

type Pdfium = Awaited<ReturnType<typeof PDFiumModule>>;

const POINTS_PER_INCH = 72;
const BYTES_PER_PIXEL = 4;
const BGRA_FORMAT = 4;
const WHITE = 0xffffffff;
const REVERSE_BYTE_ORDER = 0x10;
const UTF16_BYTES = 2;

let loading: Promise<Pdfium> | null = null;

/** Opens a document, hands it to `use`, and closes and erases it whatever happens. */
export async function withDocument<T>(
  pdf: Uint8Array,
  use: (document: OpenDocument) => T,
): Promise<Result<T, PdfFault>> {
  loading ??= loadPdfium();
  const pdfium = await loading;
  const pointer = allocate(pdfium, pdf.length);
  try {
    pdfium.HEAPU8.set(pdf, pointer);
    const handle = pdfium._FPDF_LoadMemDocument(pointer, pdf.length, 0);
    if (handle === 0) return err({ kind: 'unreadable' });
    try {
      return ok(use(openDocument(pdfium, handle)));
    } catch (cause) {
      return err({ kind: 'unreadable', cause });
    } finally {
      pdfium._FPDF_CloseDocument(handle);
    }
  } finally {
    release(pdfium, pointer, pdf.length);
  }
}

async function loadPdfium(): Promise<Pdfium> {
  const path = createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm');
  const file = await readFile(path);
  const wasmBinary = new Uint8Array(file).buffer;
  const pdfium = await PDFiumModule({ wasmBinary, locateFile: () => '' });
  const configuration = {
    version: 2,
    m_pIsolate: null,
    m_pUserFontPaths: null,
    m_v8EmbedderSlot: 0,
    m_pPlatform: null,
  };
  pdfium._FPDF_InitLibraryWithConfig(configuration);
  return pdfium;
}

function openDocument(pdfium: Pdfium, handle: number): OpenDocument {
  return {
    pageCount: pdfium._FPDF_GetPageCount(handle),
    text: (pageIndex) => withPage(pdfium, handle, pageIndex, (page) => textOf(pdfium, page)),
    rasterise: (pageIndex, dpi) => withPage(pdfium, handle, pageIndex, (page) => rasterOf(pdfium, page, dpi)),
  };
}

function withPage<T>(pdfium: Pdfium, handle: number, pageIndex: number, use: (page: number) => T): T {
  const page = pdfium._FPDF_LoadPage(handle, pageIndex);
  if (page === 0) throw new Error('the page cannot be loaded');
  try {
    return use(page);
  } finally {
    pdfium._FPDF_ClosePage(page);
  }
}

function textOf(pdfium: Pdfium, page: number): string {
  const textPage = pdfium._FPDFText_LoadPage(page);
  if (textPage === 0) throw new Error('the text layer cannot be loaded');
  try {
    const count = pdfium._FPDFText_CountChars(textPage);
    const size = (count + 1) * UTF16_BYTES;
    const pointer = allocate(pdfium, size);
    try {
      const written = pdfium._FPDFText_GetText(textPage, 0, count, pointer);
      const bytes = pdfium.HEAPU8.subarray(pointer, pointer + Math.max(0, written - 1) * UTF16_BYTES);
      return new TextDecoder('utf-16le').decode(bytes);
    } finally {
      release(pdfium, pointer, size);
    }
  } finally {
    pdfium._FPDFText_ClosePage(textPage);
  }
}

function rasterOf(pdfium: Pdfium, page: number, dpi: number): ColourRaster {
  const width = Math.round((pdfium._FPDF_GetPageWidth(page) * dpi) / POINTS_PER_INCH);
  const height = Math.round((pdfium._FPDF_GetPageHeight(page) * dpi) / POINTS_PER_INCH);
  const stride = width * BYTES_PER_PIXEL;
  const size = stride * height;
  const pointer = allocate(pdfium, size);
  let bitmap = 0;
  try {
    bitmap = pdfium._FPDFBitmap_CreateEx(width, height, BGRA_FORMAT, pointer, stride);
    if (bitmap === 0) throw new Error('no bitmap');
    pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, REVERSE_BYTE_ORDER);
    const rgba = new Uint8ClampedArray(size);
    rgba.set(pdfium.HEAPU8.subarray(pointer, pointer + size));
    return { width, height, rgba };
  } finally {
    if (bitmap !== 0) pdfium._FPDFBitmap_Destroy(bitmap);
    release(pdfium, pointer, size);
  }
}

function allocate(pdfium: Pdfium, size: number): number {
  const pointer = pdfium.wasmExports.malloc(size);
  if (pointer === 0) throw new Error('PDFium is out of memory');
  return pointer;
}

function release(pdfium: Pdfium, pointer: number, size: number): void {
  pdfium.HEAPU8.fill(0, pointer, pointer + size);
  pdfium.wasmExports.free(pointer);
}
