/**
 * Turns what the screens tell their guide into what the one channel reads: a new screen whole, and of a screen that has changed only
 * what is new. Lines about a person go into headphones or nowhere (K9).
 */
import type { Snapshot } from '../snapshot.ts';
import { clipLanguageOf } from './clip-language.ts';
import { pieceClips, pieceKey, type SpokenPiece } from './pieces/spoken-piece.ts';
import type { ClipId, ClipLanguage } from './sentences/index.ts';
import type { VoiceChannel } from './voice-channel.ts';

/** One line as the voice needs it. */
export interface ReadableLine {
  readonly pieces: readonly SpokenPiece[];
  /** It is about one person: for that person's ears only. */
  readonly personal?: true;
}

/** What the screens call while spoken guidance is on. */
export interface SpokenGuide {
  /** Says the screen instead of what is being said: what is new of it, or with `again` everything. */
  screen(snapshot: Snapshot, lines: readonly ReadableLine[], again?: 'again'): void;
  /** The focus has moved to a button that is called so. */
  button(snapshot: Snapshot, line: ReadableLine): void;
  /** Spoken guidance has ended. */
  silence(): void;
}

/** The clips of each line that may be heard now. */
export function clipsToHear(
  lines: readonly ReadableLine[],
  { voice }: Pick<Snapshot, 'voice'>,
  language: ClipLanguage,
): (readonly ClipId[])[] {
  const plugged = voice.headphones === 'in';
  return lines
    .filter((line) => plugged || line.personal !== true)
    .map(({ pieces }) => pieces.flatMap((piece) => pieceClips(piece, language)));
}

const keyOf = ({ pieces }: ReadableLine): string => pieces.map(pieceKey).join(' | ');

export function spokenGuide(channel: Pick<VoiceChannel, 'read' | 'interrupt'>): SpokenGuide {
  /** The screen told last: its number and heading, and its lines. */
  let told: { screen: string; lines: ReadonlySet<string> } | null = null;

  return {
    screen(snapshot, lines, again) {
      const language = clipLanguageOf(snapshot.language);
      const [heading] = lines;
      const screen = [snapshot.screenSeq, language, heading === undefined ? '' : keyOf(heading)].join(' ');
      const before = told?.screen === screen && again === undefined ? told.lines : new Set<string>();
      told = { screen, lines: new Set(lines.map(keyOf)) };
      const fresh = lines.filter((line) => !before.has(keyOf(line)));
      if (fresh.length > 0) channel.read(clipsToHear(fresh, snapshot, language), language);
    },
    button(snapshot, line) {
      const language = clipLanguageOf(snapshot.language);
      channel.read(clipsToHear([line], snapshot, language), language);
    },
    silence() {
      told = null;
      channel.interrupt();
    },
  };
}
