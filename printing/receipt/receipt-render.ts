/** The same document as printer commands and as a picture. */
import type { Result } from 'neverthrow';
import receiptline from 'receiptline';
import { type ReceiptDocumentError, receiptDocument } from './receipt-document.ts';
import type { ReceiptFacts } from './receipt-facts.ts';

/** 80 mm paper at 12 dots a half-width character. */
const CHARACTERS_PER_LINE = 48;

/** ESC/POS bytes with Japanese text in CP932; they end with a cut and `GS r 1`, whose answer says all was printed. */
export function receiptToBytes(facts: ReceiptFacts): Result<Uint8Array, ReceiptDocumentError> {
  return receiptDocument(facts).map((document) => {
    const commands = receiptline.transform(document, {
      cpl: CHARACTERS_PER_LINE,
      encoding: 'shiftjis',
      command: 'escpos',
      spacing: true,
      cutting: true,
    });
    return Buffer.from(commands, 'latin1');
  });
}

/** A picture of the receipt for the workbench. It loads nothing: the library's reference to a web font is taken out. */
export function receiptToSvg(facts: ReceiptFacts): Result<string, ReceiptDocumentError> {
  return receiptDocument(facts).map((document) =>
    receiptline
      .transform(document, { cpl: CHARACTERS_PER_LINE, encoding: 'shiftjis', spacing: true, command: 'svg' })
      .replace(/<style[^>]*>[\s\S]*?<\/style>/, ''),
  );
}
