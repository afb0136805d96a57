import { LINE_LIMIT } from './line-format.ts';

/** Collects what arrives into lines. A line longer than the limit is never kept: it ends the conversation. */
export class LineSplitter {
  #rest = '';
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });

  /** @returns the lines now complete, or `undefined` for what cannot be a conversation. */
  push(chunk: Uint8Array): string[] | undefined {
    let text: string;
    try {
      text = this.#decoder.decode(chunk, { stream: true });
    } catch {
      return undefined;
    }
    const lines = `${this.#rest}${text}`.split('\n');
    this.#rest = lines.pop() ?? '';
    const tooLong = this.#rest.length > LINE_LIMIT || lines.some((line) => line.length > LINE_LIMIT);
    return tooLong ? undefined : lines;
  }
}
