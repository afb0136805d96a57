import { expect, test } from 'vitest';
import { inputDeviceRig } from '../position-device/testing/position-rigs.ts';
import { QUICK_DELAYS, statusIs } from '../position-device/testing/status-waits.ts';
import { AUDIO_JACK_WORDS } from './audio-jack.ts';
import { openAudioJack } from './index.ts';

test('headphones are what the kernel numbers as SW_HEADPHONE_INSERT: 1 is in, 0 is out', async () => {
  const { where, move, stop } = await inputDeviceRig(AUDIO_JACK_WORDS, { type: 'switch', code: 2 });
  const jack = openAudioJack(where, QUICK_DELAYS);
  expect(jack.status()).toBe('unknown');
  for (const position of ['in', 'out'] as const) {
    move(position);
    await statusIs(jack, position);
  }
  await jack.close();
  await stop();
});

test.each([
  ['a microphone', { type: 'switch', code: 4 }],
  ['a line out', { type: 'switch', code: 6 }],
  ['a key of the same number', { type: 'key', code: 2 }],
] as const)('%s in the same device is no headphones', async (_what, key) => {
  const { where, move, stop } = await inputDeviceRig(AUDIO_JACK_WORDS, key);
  // It lies in the device already: the first look reads it.
  move('in');
  const jack = openAudioJack(where, QUICK_DELAYS);
  const heard: string[] = [];
  jack.watch((status) => heard.push(status));
  const status = jack.status();
  await jack.close();
  await stop();
  expect([status, heard]).toEqual(['unknown', []]);
});
