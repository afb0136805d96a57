/** The counter both ends keep (Doc 9303-11, 9.8.2): one block long, raised before every command and every answer. */
export class SendSequenceCounter {
  readonly #value: Uint8Array;

  constructor(start: Uint8Array) {
    this.#value = start.slice();
  }

  /** Raises the counter by one, and gives a copy of it. */
  next(): Uint8Array {
    for (let index = this.#value.length - 1; index >= 0; index--) {
      const raised = ((this.#value[index] ?? 0) + 1) & 0xff;
      this.#value[index] = raised;
      if (raised !== 0) break;
    }
    return this.#value.slice();
  }

  wipe(): void {
    this.#value.fill(0);
  }
}
