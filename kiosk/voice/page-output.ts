/**
 * Plays clips in the page by one audio element each, from the page's own origin (`media-src 'self'`): no fetching, no decoding
 * of our own, nothing that Trusted Types would refuse. The element is described by what is used of it, so that this folder
 * needs no browser to be checked.
 */
import { clipPath } from './sentences/index.ts';
import type { VoiceOutput } from './voice-channel.ts';

/** What is used of an `HTMLAudioElement`. */
export interface AudioLike {
  volume: number;
  play(): Promise<void>;
  pause(): void;
  addEventListener(type: 'ended' | 'error', listener: () => void): void;
  removeAttribute(name: 'src'): void;
}

/** @param openAudio makes an element for a path of the page's own origin: `(path) => new Audio(path)`. */
export function pageOutput(openAudio: (path: string) => AudioLike): VoiceOutput {
  return {
    say({ language, clips, volume }, ended) {
      let stopped = false;
      let playing: AudioLike | null = null;
      const end = (how: 'finished' | 'failed') => {
        if (stopped) return;
        stopped = true;
        ended(how);
      };
      const playFrom = (index: number): void => {
        if (stopped) return;
        const id = clips[index];
        if (id === undefined) {
          end('finished');
          return;
        }
        const audio = openAudio(clipPath(language, id));
        playing = audio;
        audio.volume = volume;
        audio.addEventListener('ended', () => playFrom(index + 1));
        audio.addEventListener('error', () => end('failed'));
        audio.play().catch(() => end('failed'));
      };
      playFrom(0);
      return {
        stop() {
          stopped = true;
          playing?.pause();
          // Lets go of the file and of the sound device.
          playing?.removeAttribute('src');
          playing = null;
        },
      };
    },
  };
}
