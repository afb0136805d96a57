/** A launch key ages by the clock it was given. */
import { expect, it } from 'vitest';
import { LAUNCH_KEY_LIFE_MS, launchKeys } from './launch-keys.ts';

it('burns up to the last millisecond of its life', () => {
  let nowMs = 1_000;
  const keys = launchKeys(() => nowMs);
  const key = keys.issue();
  nowMs += LAUNCH_KEY_LIFE_MS;
  const secret = keys.burn(key);
  expect(secret).not.toBeNull();
  expect(keys.holds(secret ?? '')).toBe(true);
});

it('is refused one millisecond later', () => {
  let nowMs = 1_000;
  const keys = launchKeys(() => nowMs);
  const key = keys.issue();
  nowMs += LAUNCH_KEY_LIFE_MS + 1;
  expect(keys.burn(key)).toBeNull();
});

it('is never the same twice, and never the secret', () => {
  const keys = launchKeys(() => 0);
  const seen = Array.from({ length: 50 }, () => {
    const key = keys.issue();
    return [key, keys.burn(key) ?? ''];
  }).flat();
  expect(new Set(seen).size).toBe(100);
  for (const secret of seen) expect(Buffer.from(secret, 'base64url')).toHaveLength(24);
});

it('holds nothing before a key was burnt, not even the empty secret', () => {
  const keys = launchKeys(() => 0);
  expect(keys.holds('')).toBe(false);
});
