/** What happened at the workbench, in two languages; the newest few lines. */
export type Note = { readonly en: string; readonly ja: string };
export type NumberedNote = Note & { readonly number: number; readonly time: string };

const KEPT = 12;

export class NoteList {
  #notes: readonly NumberedNote[] = [];
  #last = 0;

  /** The newest first. */
  get notes(): readonly NumberedNote[] {
    return this.#notes;
  }

  add(note: Note): void {
    this.#last += 1;
    const time = new Date().toTimeString().slice(0, 8);
    this.#notes = [{ ...note, number: this.#last, time }, ...this.#notes].slice(0, KEPT);
  }
}
