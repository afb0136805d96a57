/**
 * Bytes of a file to text, strictly: UTF-8 with or without its mark, or Shift_JIS as Windows writes it (code page 932, WHATWG
 * `shift_jis`). Bytes that stand for nothing refuse the file; nothing is replaced by a question mark.
 */
import { FileFault } from './file-fault.ts';

export type FileEncoding = 'utf-8' | 'shift_jis';

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const LINE_FEED = 0x0a;

/** Its first line decides: headings are Japanese, so at most one of the two reads them. */
export function detectEncoding(firstLine: Uint8Array): FileEncoding {
  if (MARK.equals(firstLine.subarray(0, MARK.length))) return 'utf-8';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(firstLine);
    return 'utf-8';
  } catch {
    return 'shift_jis';
  }
}

/** @throws FileFault `encoding` with the line, where bytes stand for nothing */
export async function* decodeText(pieces: AsyncIterable<Uint8Array>, encoding: FileEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let lines = 0;
  const decode = (piece: Uint8Array | undefined): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch (cause) {
      const line = 1 + lines + (piece === undefined ? 0 : linesBefore(piece, encoding));
      throw new FileFault('encoding', { line, fault: 'characters' }, { cause });
    }
  };
  for await (const piece of pieces) {
    const text = decode(piece);
    lines += countLines(piece);
    if (text !== '') yield text;
  }
  const rest = decode(undefined);
  if (rest !== '') yield rest;
}

/** 0x0A is never part of a longer character in either encoding. */
export function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}

/** Lines of a piece before the first that does not decode; the piece's first line may have begun before it, and is not judged. */
function linesBefore(piece: Uint8Array, encoding: FileEncoding): number {
  let count = 0;
  for (let from = piece.indexOf(LINE_FEED) + 1; from > 0; ) {
    const end = piece.indexOf(LINE_FEED, from);
    count += 1;
    if (end === -1) return count;
    try {
      new TextDecoder(encoding, { fatal: true }).decode(piece.subarray(from, end));
    } catch {
      return count;
    }
    from = end + 1;
  }
  return count;
}
