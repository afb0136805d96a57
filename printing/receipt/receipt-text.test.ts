import fc from 'fast-check';
import receiptline from 'receiptline';
import { expect, test } from 'vitest';
import { checkPrintable, escapeReceiptLine } from './receipt-text.ts';

test.each([
  ['𠮷 outside the basic plane', '架空𠮷店', 'U+20BB7'],
  ['a mathematical minus', '−1', 'U+2212'],
  ['a letter with an accent', 'café', 'U+00E9'],
  ['a variation selector', '葛\u{E0100}', 'U+E0100'],
  ['a compatibility character that NFC would replace', '\u{FA10}', 'U+FA10'],
  ['a decomposed が', 'か\u3099', 'U+3099'],
  ['a control character', 'a\u001bb', 'U+001B'],
])('%s is refused, never replaced', (_name, text, codePoint) => {
  expect(checkPrintable(text)._unsafeUnwrapErr()).toMatchObject({ kind: 'unprintable-character', codePoint });
});

test.each(['架空ストア', '髙﨑店①㈱', 'ｱｲｳ', 'ABC 123', 'What?', '（税込）', '120円 × 2通'])(
  '%s can be printed',
  (text) => {
    expect(checkPrintable(text)._unsafeUnwrap()).toBe(text);
  },
);

test('every mark of the receipt language is taken literally', () => {
  const marks = '\\ { } | - = _ " ` ^ ~ # * ;';
  const printed = receiptline.transform(`${escapeReceiptLine(marks)} |`, {
    cpl: 48,
    command: 'text',
    encoding: 'cp437',
  });
  expect(printed.trim()).toBe(marks);
});

test('no text of ASCII can command the printer', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }), (text) => {
      expect(escapeReceiptLine(text)).toMatch(/^(?:[0-9A-Za-z ]|\\x[0-9a-f]{2})*$/);
    }),
  );
});
