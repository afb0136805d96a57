import type { ReceiptFacts } from './receipt-facts.ts';

/** An invented store and an invented sale, for tests and the hand tool. */
export const SYNTHETIC_RECEIPT: ReceiptFacts = {
  storeName: '架空ストア 見本町店',
  terminalId: 'KOFU-0001',
  inquiryNumber: '0120-000-000',
  issuedAt: '2026-11-20T15:04:05.000Z',
  item: 'overseas',
  copies: 2,
  copyYen: 120,
  totalYen: 240,
  means: 'coins',
  paidYen: 1000,
  changeYen: 760,
  receiptNumber: 'R-20261121-0001',
};
