/** The thin shell over the page's audio elements: one clip after the other, and nothing after a stop or a failure. */
import { expect, it } from 'vitest';
import { pageOutput } from './page-output.ts';
import type { VoiceEnd } from './voice-channel.ts';

/** Audio elements by hand: each test lets them end or fail. */
function stand(plays: () => Promise<void> = () => Promise.resolve()) {
  const opened: { path: string; volume: number; paused: boolean; emit: (type: 'ended' | 'error') => void }[] = [];
  const ends: VoiceEnd[] = [];
  const output = pageOutput((path) => {
    const listeners: [string, () => void][] = [];
    const audio = {
      path,
      volume: 1,
      paused: false,
      play: plays,
      pause() {
        audio.paused = true;
      },
      addEventListener: (type: 'ended' | 'error', listener: () => void) => listeners.push([type, listener]),
      removeAttribute() {},
      emit(type: 'ended' | 'error') {
        for (const [heard, listener] of listeners) if (heard === type) listener();
      },
    };
    opened.push(audio);
    return {
      ...audio,
      set volume(value: number) {
        audio.volume = value;
      },
      get volume() {
        return audio.volume;
      },
    };
  });
  const say = (...clips: ('menu' | 'number-200' | 'hundred')[]) =>
    output.say({ language: 'ja', clips, volume: 0.5 }, (end) => ends.push(end));
  return { opened, ends, say };
}

it('plays the clips one after the other at the volume asked for', () => {
  const { opened, ends, say } = stand();
  say('menu', 'number-200', 'hundred');
  for (let index = 0; index < 3; index += 1) opened[index]?.emit('ended');
  expect(opened.map(({ path, volume }) => [path, volume])).toEqual([
    ['voice/ja/menu.opus', 0.5],
    ['voice/ja/number-200.opus', 0.5],
    ['voice/ja/hundred.opus', 0.5],
  ]);
  expect(ends).toEqual(['finished']);
});

it('says nothing more once stopped', () => {
  const { opened, ends, say } = stand();
  say('menu', 'hundred').stop();
  opened[0]?.emit('ended');
  opened[0]?.emit('error');
  expect(opened).toHaveLength(1);
  expect(opened[0]?.paused).toBe(true);
  expect(ends).toEqual([]);
});

it('fails once for a file that is missing or a device that refuses', async () => {
  const refused = stand(() => Promise.reject(new Error('NotAllowedError')));
  refused.say('menu', 'hundred');
  refused.opened[0]?.emit('error');
  await Promise.resolve();
  await Promise.resolve();
  expect(refused.ends).toEqual(['failed']);
  expect(refused.opened).toHaveLength(1);
});
