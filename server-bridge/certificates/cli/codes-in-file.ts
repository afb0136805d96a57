/** The codes in a file: a picture with symbols, a `.smart-health-card` file, or text. What it is, its content says. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { parseStrictJson } from '../strict-json.ts';

export type CodesError =
  | { readonly kind: 'too-large' }
  /** Pages are read by the command of the printing room. */
  | { readonly kind: 'pdf' }
  /** A picture in which no symbol can be read, or a file that is empty or no text. */
  | { readonly kind: 'no-code' };

const FILE_LIMIT_BYTES = 32 * 1024 * 1024;
const TEXT_LIMIT_BYTES = 256 * 1024;
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const JPEG = Buffer.from('ffd8ff', 'hex');
const PDF = Buffer.from('%PDF', 'ascii');

/** File form of SMART Health Cards (framework 1.4.0). */
const CardFileSchema = v.looseObject({
  verifiableCredential: v.pipe(v.array(v.pipe(v.string(), v.maxLength(4096))), v.minLength(1), v.maxLength(100)),
});

/** The text of every code in the file's bytes. */
export async function codesInFile(bytes: Buffer): Promise<Result<readonly string[], CodesError>> {
  if (bytes.length > FILE_LIMIT_BYTES) return err({ kind: 'too-large' });
  const startsWith = (magic: Buffer) => bytes.subarray(0, magic.length).equals(magic);
  if (startsWith(PDF)) return err({ kind: 'pdf' });
  const codes = startsWith(PNG) || startsWith(JPEG) ? await codesInPicture(bytes) : codesInText(bytes);
  return codes.length === 0 ? err({ kind: 'no-code' }) : ok(codes);
}

function codesInText(bytes: Buffer): string[] {
  if (bytes.length > TEXT_LIMIT_BYTES) return [];
  const text = bytes.toString('utf8').trim();
  const file = v.safeParse(CardFileSchema, parseStrictJson(text)?.value);
  if (file.success) return file.output.verifiableCredential;
  if (text.startsWith('{')) return [text];
  return text.split(/\s*\n\s*/).filter((line) => line !== '');
}

async function codesInPicture(bytes: Buffer): Promise<string[]> {
  await prepare();
  const found = await readBarcodes(new Uint8Array(bytes), { formats: ['QRCode'], maxNumberOfSymbols: 8 });
  return found.filter(({ isValid }) => isValid).map(({ bytes: content }) => Buffer.from(content).toString('utf8'));
}

/** The module is given its binary: left to itself it would fetch it over the network. */
async function prepare(): Promise<void> {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = new Uint8Array(await readFile(path)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}
