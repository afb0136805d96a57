/** The codes of a rasterised page, read by ZXing (WebAssembly): a decoder that shares nothing with the encoder. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { ColourRaster } from './pdfium-document.ts';

/** What a symbol holds, and where its middle lies, in pixels. */
export type ReadCode = { bytes: Uint8Array; xPixels: number; yPixels: number };

let preparing: Promise<unknown> | null = null;

/** Every readable QR code of the picture, from left to right. */
export async function readCodes({ width, height, rgba }: ColourRaster): Promise<readonly ReadCode[]> {
  preparing ??= prepare();
  await preparing;
  const picture = { data: rgba, width, height, colorSpace: 'srgb' } as const;
  const found = await readBarcodes(picture, { formats: ['QRCode'], tryInvert: false, maxNumberOfSymbols: 8 });
  const codes = found.map(({ bytes, position }) => ({
    bytes,
    xPixels: (position.topLeft.x + position.bottomRight.x) / 2,
    yPixels: (position.topLeft.y + position.bottomRight.y) / 2,
  }));
  return codes.sort((one, other) => one.xPixels - other.xPixels);
}

/** The module is given its binary: left to itself it would fetch it over the network. */
async function prepare(): Promise<unknown> {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = new Uint8Array(await readFile(path)).buffer;
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}
