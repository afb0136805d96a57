/**
 * The hands of the tour: a resident's, and a clerk's where one is called. They touch the real page by the words on its buttons
 * and the virtual devices as a person would, once on each screen.
 */
import type { Page } from 'playwright-core';
import { buildSyntheticCard, findSyntheticPerson } from '../../card-reader/virtual/index.ts';
import type { Devices } from '../environment/devices.ts';
import { coinsFor } from '../environment/resident.ts';
import { SYNTHETIC_CLERK } from '../environment/synthetic-directive.ts';
import type { Seen } from './narration.ts';
import type { TourVisit } from './visits.ts';

const TOUCH_LIMIT_MS = 30_000;
const SLOT_OPENS_EVERY_MS = 50;
const SLOT_OPENS_ATTEMPTS = 600;
const FEE_YEN = 120;

export type Hands = {
  /** Does what the screen asks for; nothing where it only asks to wait. */
  answer(seen: Seen): Promise<void>;
};

export function handsFor(visit: TourVisit, page: Page, devices: Devices): Hands {
  const person = findSyntheticPerson(visit.person);
  if (person === undefined) throw new Error(`There is no synthetic person called ${visit.person}.`);
  const card = buildSyntheticCard(person);
  const wrongPin = person.pin === '9999' ? '9998' : '9999';
  let mended = false;
  if (visit.jam) jamWhenPrinting(devices);

  const touch = (name: string | RegExp): Promise<void> =>
    page.getByRole('button', { name }).first().click({ timeout: TOUCH_LIMIT_MS });
  const type = async (digits: string): Promise<void> => {
    for (const digit of digits) await page.getByRole('button', { name: digit, exact: true }).click();
  };

  /** A clerk's: every other screen is a resident's. */
  async function mend({ screen, title }: Seen): Promise<void> {
    switch (screen) {
      case 'operator-code':
        await type(SYNTHETIC_CLERK.code);
        return touch('決定');
      case 'operator-home':
        if (!mended) return touch(/紙がつまっている/);
        await touch('終わって画面を閉じる');
        devices.keySwitch.move('locked');
        return;
      case 'operator-step':
        if (/紙/.test(title) && !mended) {
          devices.pagePrinter.clear('jam');
          mended = true;
        }
        return touch(/^できました/);
      case 'operator-result':
        return touch('一覧にもどる');
      default:
        return;
    }
  }

  return {
    async answer(seen) {
      switch (seen.screen) {
        case 'attract':
          return touch(/画面にふれて、はじめる/);
        case 'menu':
          return touch(/新型コロナワクチン接種証明書/);
        case 'terms':
          return touch('同意して進む');
        case 'lay-card':
          devices.reader.insert(card);
          return;
        case 'kind':
          return touch(/^日本国内用/);
        case 'pin':
          return type(visit.wrongPinFirst && !seen.pinWasWrong ? wrongPin : person.pin);
        case 'take-card':
        case 'take-card-first':
          devices.reader.remove();
          return;
        case 'municipality':
          return touch(/都道府県/.test(seen.title) ? '架空県' : /^架空市/);
        case 'preview':
          return touch('この内容でよい');
        case 'copies':
          return touch('この部数で進む');
        case 'confirm':
          return touch('お支払いに進む');
        case 'payment':
          return pay(devices);
        case 'printer-attention':
          devices.keySwitch.move('open');
          return;
        case 'take-paper':
          devices.pagePrinter.takePaper();
          return touch('証明書を取りました');
        case 'receipt':
          return touch('終わる');
        default:
          return mend(seen);
      }
    },
  };
}

/** A broken printer would close the kiosk: it breaks when the money is paid and the sheet is on its way. */
function jamWhenPrinting({ pagePrinter }: Devices): void {
  const off = pagePrinter.onEvent((event) => {
    if (event.kind !== 'job' || event.state !== 'processing') return;
    off();
    pagePrinter.raise('jam');
  });
}

/** A coin that falls through, because the slot is not open yet, is put in again. */
async function pay({ coinBox }: Devices): Promise<void> {
  for (const coin of coinsFor(FEE_YEN)) {
    let attempts = 0;
    while (coinBox.insert(coin) === 'fell-through') {
      attempts += 1;
      if (attempts > SLOT_OPENS_ATTEMPTS) throw new Error('The coin slot does not open.');
      await new Promise((resolve) => setTimeout(resolve, SLOT_OPENS_EVERY_MS));
    }
  }
}
