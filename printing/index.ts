/** The printing room's door: the page printer, the receipt printer and the certificate's page. */
export * from './page-printer/index.ts';
export * from './receipt/index.ts';
