/** For tests: finds gallery entries, presses buttons on a studio's page and keeps what the page sent for them. */
import * as v from 'valibot';
import { type Snapshot, type UiAction, type UiEvent, UiEventSchema } from '../snapshot.ts';
import { type GalleryEntry, gallery } from './gallery.ts';
import type { Studio } from './studio.ts';

/** The gallery's snapshot of that id. */
export function entry(id: string): Snapshot {
  return wholeEntry(id).snapshot;
}

/** The gallery's entry of that id, with what must be touched to see it. */
export function wholeEntry(id: string): GalleryEntry {
  const found = gallery.find((one) => one.id === id);
  if (found === undefined) throw new Error(`The gallery has no ${id}.`);
  return found;
}

export interface TouchLog {
  /** Every event heard since the last `clear`. */
  events(): readonly UiEvent[];
  /** What was done by them. */
  actions(): UiAction[];
  clear(): void;
  /** Presses the button of that name, the topmost where something lies over the screen; resolves with the actions it sent. */
  press(name: string | RegExp): Promise<UiAction[]>;
  /** Resolves with the next event. */
  next(): Promise<UiEvent>;
}

export function openTouchLog(studio: Studio): TouchLog {
  let events: UiEvent[] = [];
  studio.link.onEvent((raw) => events.push(v.parse(UiEventSchema, raw)));

  function next(): Promise<UiEvent> {
    return new Promise((resolve) => {
      const stop = studio.link.onEvent((raw) => {
        stop();
        resolve(v.parse(UiEventSchema, raw));
      });
    });
  }

  return {
    events: () => events,
    actions: () => events.map(({ action }) => action),
    clear() {
      events = [];
    },
    next,
    async press(name) {
      const heard = events.length;
      const sent = next();
      const over = studio.page.locator('.idle, .options:not([inert]), .help:not([inert])');
      const scope = (await over.count()) > 0 ? over : studio.page;
      await scope.getByRole('button', { name, exact: true }).click();
      await sent;
      return events.slice(heard).map(({ action }) => action);
    },
  };
}
