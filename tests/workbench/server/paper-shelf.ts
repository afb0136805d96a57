/** Pictures and documents held in memory, each at a path nobody can guess, until they are taken off the shelf. */
import { randomBytes } from 'node:crypto';

const TOKEN_BYTES = 18;

export type Paper = { readonly contentType: string; readonly bytes: Uint8Array };
type PaperKind = 'png' | 'pdf' | 'svg';

const CONTENT_TYPES: Readonly<Record<PaperKind, string>> = {
  png: 'image/png',
  pdf: 'application/pdf',
  svg: 'image/svg+xml; charset=utf-8',
};

export class PaperShelf {
  readonly #papers = new Map<string, { kind: PaperKind; make: () => Promise<Uint8Array | null> }>();

  /** Gives the path. `make` is called for every look; null is a paper that cannot be shown. */
  put(kind: PaperKind, make: () => Promise<Uint8Array | null>): string {
    const path = `/paper/${randomBytes(TOKEN_BYTES).toString('base64url')}.${kind}`;
    this.#papers.set(path, { kind, make });
    return path;
  }

  take(path: string): void {
    this.#papers.delete(path);
  }

  async look(path: string): Promise<Paper | null> {
    const paper = this.#papers.get(path);
    const bytes = await paper?.make();
    return paper === undefined || bytes === undefined || bytes === null
      ? null
      : { contentType: CONTENT_TYPES[paper.kind], bytes };
  }
}
