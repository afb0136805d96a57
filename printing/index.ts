/** The printing room's door: the certificate's page, the page printer and the receipt printer. */
export * from './certificate/index.ts';
export * from './page-printer/index.ts';
export * from './receipt/index.ts';
