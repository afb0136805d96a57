import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { composeNotices } from './third-party-notices.ts';

it('the third-party notices are those of the locked packages (npm run notices)', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  expect(readFileSync(`${root}/docs/third-party-notices.md`, 'utf8')).toBe(composeNotices(root));
});
