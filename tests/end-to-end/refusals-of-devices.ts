/** Refusals for printers and money, and how each is really brought about. */
import { order } from './center-orders.ts';
import type { RefusalCase } from './refusal-case.ts';
import { cardOf } from './resident-at-the-window.ts';

export const REFUSALS_OF_DEVICES = {
  PAYMENT_UNAVAILABLE: {
    shown: 'refused',
    literally: {
      ja: ['料金を受け取る機械', 'ほかのお店の機械'],
      en: ['takes the payment', 'a machine in another store'],
    },
    causes: {
      ja: {
        by: 'coin box and cashless terminal are gone when the fee is asked for',
        async bring({ kiosk: { devices }, resident }) {
          await resident.applies({ card: cardOf('ichiyo') });
          await resident.sees(resident.words.preview.heading);
          await devices.coinBox.goOffline();
          await devices.cashless.goOffline();
          await resident.accepts();
        },
        async mend({ kiosk: { devices } }) {
          await devices.coinBox.goOnline();
          await devices.cashless.goOnline();
        },
        money: 'look-in-the-slot',
      },
      en: {
        by: 'no change for what was paid, found out when the certificate is there: it stays with the resident',
        async bring({ kiosk: { devices }, resident }) {
          await resident.applies({ card: cardOf('ichiyo') });
          await resident.accepts();
          await resident.pays(500);
          devices.coinBox.setCannotPayOut(true);
          await resident.takesPaper();
          await resident.tap(resident.words.receipt.finish);
        },
        mend({ kiosk: { devices } }) {
          devices.coinBox.setCannotPayOut(false);
          return Promise.resolve();
        },
        money: 'look-in-the-slot',
        moved: { keptYen: 120, backYen: 380, sheets: 1 },
      },
    },
  },
  PRINTER_ATTENTION: {
    shown: 'refused',
    literally: { ja: ['印刷を中止しました', 'お店の人に声をかけて'], en: ['printing was stopped', 'call the staff'] },
    causes: {
      both: {
        by: 'the printer gives up in the middle of the page',
        async bring({ kiosk: { devices }, resident }) {
          await resident.applies({ card: cardOf('ichiyo') });
          await resident.accepts();
          devices.pagePrinter.abortNextSheet();
          await resident.pays(100, 10, 10);
        },
        async reopen({ kiosk }) {
          await kiosk.page.getByText('取り出し口に紙が残っています').waitFor();
          kiosk.devices.pagePrinter.takePaper();
          await order(kiosk, { kind: 'clear-paper', clearedBy: '検査 太郎' });
        },
        money: { backYen: 120 },
        moved: { keptYen: 0, backYen: 120, sheets: 0 },
      },
    },
  },
} as const satisfies Partial<Record<string, RefusalCase>>;
