/** The last printed documents as pictures, drawn one after the other as soon as somebody looks. */
import { pageToPng } from '../../../printing/certificate/index.ts';
import type { PrintedPage } from '../messages/state.ts';
import type { PaperShelf } from './paper-shelf.ts';

const PICTURE_DPI = 100;
const LARGE_PICTURE_DPI = 200;
const DOCUMENTS_SHOWN = 3;
const PAGES_SHOWN = 12;

type Printed = { readonly jobId: number; readonly pdf: Uint8Array };
type ShownDocument = { readonly printed: Printed; readonly pages: PrintedPage[] };

export class PrintedPages {
  readonly #shelf: PaperShelf;
  readonly #onDrawn: () => void;
  #documents: readonly ShownDocument[] = [];
  #drawing: Promise<void> = Promise.resolve();

  constructor(shelf: PaperShelf, onDrawn: () => void) {
    this.#shelf = shelf;
    this.#onDrawn = onDrawn;
  }

  /** The newest document first. */
  get pages(): readonly PrintedPage[] {
    return this.#documents.flatMap(({ pages }) => pages);
  }

  /** Takes over what the printer has printed since the last call. */
  update(printed: readonly Printed[]): void {
    const newest = printed.slice(-DOCUMENTS_SHOWN).reverse();
    if (newest[0] === this.#documents[0]?.printed) return;
    for (const { printed: gone, pages } of this.#documents) if (!newest.includes(gone)) this.#throwAway(pages);
    this.#documents = newest.map((one) => this.#documents.find((known) => known.printed === one) ?? this.#show(one));
  }

  /** Waits until nothing is being drawn. */
  async idle(): Promise<void> {
    await this.#drawing;
  }

  #show(printed: Printed): ShownDocument {
    const shown: ShownDocument = { printed, pages: [] };
    this.#drawing = this.#drawing.then(() => this.#draw(shown));
    return shown;
  }

  async #draw(shown: ShownDocument): Promise<void> {
    const { pages } = shown;
    const { jobId, pdf } = shown.printed;
    // Overtaken by newer documents while it waited for its turn.
    if (!this.#documents.includes(shown)) return;
    let pdfPath: string | null = null;
    for (let index = 0; index < PAGES_SHOWN; index += 1) {
      const drawn = await pageToPng(pdf, index, PICTURE_DPI);
      if (drawn.isErr() && drawn.error.kind === 'no-such-page') break;
      if (!this.#documents.includes(shown)) break;
      const png = drawn.unwrapOr(null);
      pdfPath ??= this.#shelf.put('pdf', () => Promise.resolve(pdf));
      pages.push({
        jobId,
        pageNumber: index + 1,
        picture: png === null ? null : this.#shelf.put('png', () => Promise.resolve(png)),
        largePicture: png === null ? null : this.#shelf.put('png', () => largePicture(pdf, index)),
        pdf: pdfPath,
      });
      this.#onDrawn();
      if (png === null) break;
    }
  }

  #throwAway(pages: readonly PrintedPage[]): void {
    for (const { picture, largePicture: large, pdf } of pages)
      for (const path of [picture, large, pdf]) if (path !== null) this.#shelf.take(path);
  }
}

async function largePicture(pdf: Uint8Array, index: number): Promise<Uint8Array | null> {
  return (await pageToPng(pdf, index, LARGE_PICTURE_DPI)).unwrapOr(null);
}
