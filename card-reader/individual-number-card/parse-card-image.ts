import { err, ok, type Result } from 'neverthrow';
import { type Layout, parseLayout } from '../apdu/tlv-record.ts';
import type { CardImage } from './card-image.ts';
import { attributesFile, numberFile } from './elementary-files.ts';

/** The person as the card names them. Nothing is normalised: names and addresses are compared and printed as written. */
export type CardHolder = {
  individualNumber: string;
  /** Family and given name with U+3000 between them; opaque otherwise. */
  name: string;
  address: string;
  /** Eight characters as on the card, mostly YYYYMMDD; parts of a birth date may be unknown, so it stays opaque. */
  birthDate: string;
  /** ISO/IEC 5218: '1' male, '2' female, '9' not applicable, '0' not known; any other character is kept. */
  sex: string;
};

export type CardImageError = { kind: 'object-malformed'; file: string };

/** Runs one layout over one file and names the file, never its content, when it does not fit. */
export function parseFile<T>(file: string, bytes: Uint8Array, layout: Layout<T>): Result<T, CardImageError> {
  return parseLayout(bytes, layout).mapErr(() => ({ kind: 'object-malformed' as const, file }));
}

/** Reads number and attributes out of EF 0001 and EF 0002. Proves nothing: see `verifyCard`. */
export function parseCardImage(image: CardImage): Result<CardHolder, CardImageError> {
  return parseFile('EF 0001', image.ef0001, numberFile).andThen(({ digits }) =>
    parseFile('EF 0002', image.ef0002, attributesFile).andThen((attributes) => {
      const individualNumber = decodeText(digits, /^[0-9]{12}$/);
      if (individualNumber === undefined) return malformed('EF 0001');
      const name = decodeText(attributes.name, PRINTABLE);
      const address = decodeText(attributes.address, PRINTABLE);
      const birthDate = decodeText(attributes.birthDate, /^[\x20-\x7e]{8}$/);
      const sex = decodeText(attributes.sex, /^[\x20-\x7e]$/);
      if (name === undefined || address === undefined || birthDate === undefined || sex === undefined)
        return malformed('EF 0002');
      return ok({ individualNumber, name, address, birthDate, sex });
    }),
  );
}

/** No control characters, no lone surrogates, no private line or paragraph breaks. */
const PRINTABLE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u;
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeText(bytes: Uint8Array, allowed: RegExp): string | undefined {
  try {
    const text = UTF_8.decode(bytes);
    return allowed.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

function malformed(file: string): Result<never, CardImageError> {
  return err({ kind: 'object-malformed', file });
}
