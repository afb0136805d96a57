/**
 * Headphones at the terminal: whoever plugs them in wants everything spoken, and has it for this visit. Pulling them out takes no
 * choice back: every frame says that nobody listens, and nothing personal is spoken from then on (K9).
 */
import type { AudioJack } from '../audio-jack/index.ts';
import type { ScreenOptions } from '../snapshot.ts';
import type { Apology } from './apology.ts';
import type { VisitSlot } from './visit-slot.ts';

/** Follows the jack from now on; returns what ends it. */
export function followHeadphones(o: {
  audioJack: AudioJack | null;
  /** What is chosen on the terminal's own screens, the resident's choices in a visit among them. */
  options: () => ScreenOptions;
  choose: (options: ScreenOptions) => void;
  slot: Pick<VisitSlot, 'headphones'>;
  apology: Pick<Apology, 'refresh'>;
  /** The terminal's own screens and the operator's say who listens as well. */
  onChange: () => void;
}): () => void {
  const { audioJack } = o;
  if (audioJack === null) return () => {};
  const heard = (): void => {
    const headphones = audioJack.status();
    o.slot.headphones(headphones);
    if (headphones === 'in') o.choose({ ...o.options(), spokenGuidance: true });
    o.apology.refresh();
    o.onChange();
  };
  const stop = audioJack.watch(heard);
  // Plugged in before anybody watched.
  if (audioJack.status() === 'in') heard();
  return stop;
}
