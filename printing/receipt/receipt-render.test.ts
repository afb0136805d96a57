import { expect, test } from 'vitest';
import { receiptDocument } from './receipt-document.ts';
import { receiptToBytes, receiptToSvg } from './receipt-render.ts';
import { SYNTHETIC_RECEIPT } from './synthetic-receipt.ts';

test('the bytes begin with a reset and end with a cut and the question whether all was printed', () => {
  const bytes = Buffer.from(receiptToBytes(SYNTHETIC_RECEIPT)._unsafeUnwrap());
  expect(bytes.subarray(0, 2).toString('hex')).toBe('1b40');
  expect(bytes.subarray(-7).toString('hex')).toBe('1d5642001d7231');
  // 領収書 in CP932, by the code table.
  expect(bytes.includes(Buffer.from('97cc8efb8f91', 'hex'))).toBe(true);
});

test.each([
  ['a total that is not copies times price', { totalYen: 241 }],
  ['paid less change that is not the total', { changeYen: 761 }],
  ['half a yen', { copyYen: 60.5, totalYen: 121 }],
  ['no copy', { copies: 0, totalYen: 0, changeYen: 1000 }],
  ['no store', { storeName: '' }],
  ['no time', { issuedAt: 'yesterday' }],
])('%s is refused', (_name, change) => {
  expect(receiptToBytes({ ...SYNTHETIC_RECEIPT, ...change })._unsafeUnwrapErr()).toEqual({ kind: 'invalid-facts' });
});

test('a fact that does not belong on a receipt is refused', () => {
  const facts = { ...SYNTHETIC_RECEIPT, holder: 'synthetic' };
  expect(receiptToBytes(facts)._unsafeUnwrapErr()).toEqual({ kind: 'invalid-facts' });
});

test('a store name the printer cannot show is refused before anything is sent', () => {
  const facts = { ...SYNTHETIC_RECEIPT, storeName: '𠮷野' };
  expect(receiptToBytes(facts)._unsafeUnwrapErr().kind).toBe('unprintable-character');
});

test('the picture loads nothing from anywhere', () => {
  const svg = receiptToSvg(SYNTHETIC_RECEIPT)._unsafeUnwrap();
  expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
  expect(svg).not.toMatch(/@import|url\(|href|<script/);
});

test('no drawer is opened: there is none, and its pin may be wired to something else', () => {
  const bytes = Buffer.from(receiptToBytes(SYNTHETIC_RECEIPT)._unsafeUnwrap());
  // ESC p, and DLE DC4 1 in real time.
  expect(bytes.includes(Buffer.from('1b70', 'hex'))).toBe(false);
  expect(bytes.includes(Buffer.from('1014', 'hex'))).toBe(false);
});

test('paid without cash: nothing is said of change; what was too much went back to the card', () => {
  const paid = { ...SYNTHETIC_RECEIPT, means: 'cashless' as const, paidYen: 240, changeYen: 0 };
  const document = receiptDocument(paid)._unsafeUnwrap();
  expect(document).toContain('キャッシュレス');
  expect(document).not.toMatch(/お釣り|お預り|返金/);
  expect(receiptDocument({ ...paid, paidYen: 360, changeYen: 120 })._unsafeUnwrap()).toContain('返金');
});
