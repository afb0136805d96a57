/** The last receipts as pictures. */
import type { PrintedReceipt } from '../messages/state.ts';
import type { PaperShelf } from './paper-shelf.ts';
import { receiptPicture } from './receipt-picture.ts';

const RECEIPTS_SHOWN = 4;

export class PrintedReceipts {
  readonly #shelf: PaperShelf;
  #shown: readonly PrintedReceipt[] = [];

  constructor(shelf: PaperShelf) {
    this.#shelf = shelf;
  }

  /** The newest first. */
  get receipts(): readonly PrintedReceipt[] {
    return this.#shown;
  }

  /** Takes over what the printer has cut off since the last call; receipts are counted from 1. */
  update(receipts: readonly string[]): void {
    const known = this.#shown[0]?.number ?? 0;
    const added = receipts.slice(known).map((text, index) => ({
      number: known + index + 1,
      picture: this.#shelf.put('svg', () => Promise.resolve(Buffer.from(receiptPicture(text)))),
    }));
    if (added.length === 0) return;
    const all = [...added.reverse(), ...this.#shown];
    for (const { picture } of all.slice(RECEIPTS_SHOWN)) this.#shelf.take(picture);
    this.#shown = all.slice(0, RECEIPTS_SHOWN);
  }
}
