import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex } from '../apdu/hex.ts';

/** The two reference cards and their keys, computed by other code than ours; for tests only. */
export function readReferenceFixtures(): ReadonlyMap<string, Uint8Array> {
  const text = readFileSync(join(import.meta.dirname, 'fixtures', 'reference-cards.txt'), 'utf8');
  const entries = text
    .split('\n')
    .filter((line) => line.includes('='))
    .map((line): [string, Uint8Array] => {
      const [key = '', hex = ''] = line.split('=');
      return [key, fromHex(hex)];
    });
  return new Map(entries);
}
