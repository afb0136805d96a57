import { describe, expect, it } from 'vitest';
import { readLaid } from './virtual/laid-passport.ts';
import { buildSyntheticPassport } from './virtual/synthetic-passport.ts';

describe('x', () => {
  it.each(['bac', 'pace', 'both'] as const)('%s', async (access) => {
    const passport = buildSyntheticPassport({ access });
    const { result, commands } = await readLaid(passport);
    expect(result._unsafeUnwrap()).toMatchObject({ documentNumber: 'ZZ0000000' });
  });
});
