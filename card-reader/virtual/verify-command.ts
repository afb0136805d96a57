import { timingSafeEqual } from 'node:crypto';
import { STATUS } from '../apdu/status-words.ts';
import type { CardKey } from './card-model.ts';

const LONGEST_SECRET = 16;

/** VERIFY on one key: without data the tries left, with data one try. The counter lives in the key, over resets. */
export function verify(key: CardKey, data: Uint8Array | undefined): number {
  if (data === undefined) return triesLeft(key.secret === null ? 0 : key.tries);
  if (data.length > LONGEST_SECRET) return STATUS.wrongLength;
  if (key.secret === null || key.tries === 0) return STATUS.keyBlocked;
  if (data.length === key.secret.length && timingSafeEqual(data, key.secret)) {
    key.tries = key.fullTries;
    return STATUS.done;
  }
  key.tries -= 1;
  return triesLeft(key.tries);
}

function triesLeft(tries: number): number {
  return 0x63c0 | Math.min(tries, 0x0f);
}
