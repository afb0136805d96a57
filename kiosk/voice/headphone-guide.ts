/**
 * What the screens tell their guide, turned to the one channel. The channel says a new screen by itself, from its snapshot; the
 * words of a screen and of its buttons come without clips and are not spoken (decision 0017). Words told twice in a row are the
 * resident's wish to hear the screen once more.
 */
import type { VoiceChannel } from './voice-channel.ts';

/** What the screens call while spoken guidance is on. */
export interface HeadphoneGuide {
  screen(snapshot: unknown, text: string): void;
  button(words: string): void;
  silence(): void;
}

export function headphoneGuide(channel: Pick<VoiceChannel, 'again'>): HeadphoneGuide {
  let told = '';
  return {
    screen(_snapshot, text) {
      if (text === told) channel.again();
      told = text;
    },
    button() {},
    silence() {
      told = '';
    },
  };
}
