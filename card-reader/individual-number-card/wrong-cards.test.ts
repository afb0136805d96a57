import { describe, expect, it } from 'vitest';
import { openCardApplication } from '../index.ts';
import { anybody, layCard } from '../virtual/laid-card.ts';
import { buildOtherCard, buildSyntheticCard } from '../virtual/synthetic-cards.ts';
import { VirtualCard } from '../virtual/virtual-card.ts';

describe('what lies on the reader is told by SELECT', () => {
  it.each([
    ['transit-card', 'no-card-ap'],
    ['jpki-only-card', 'jpki-only'],
    ['android-phone', 'phone'],
    ['iphone', 'phone'],
    ['unknown-class', 'other'],
  ] as const)('%s gives the hint %s', async (kind, hint) => {
    const { connection } = await layCard(buildOtherCard(kind));
    expect((await openCardApplication(connection))._unsafeUnwrapErr()).toEqual({ kind: 'wrong-card', hint });
  });

  it('whatever the ATR says', async () => {
    const storageCardAtr = Uint8Array.from(Buffer.from('3B8F8001804F0CA000000306030001000000006A', 'hex'));
    const { connection } = await layCard(buildSyntheticCard(anybody(), { atr: storageCardAtr }));
    expect((await openCardApplication(connection)).isOk()).toBe(true);
  });

  it.each([
    [0x6283, 'unexpected-status'],
    [0x6581, 'unexpected-status'],
    [0x6d00, 'wrong-card'],
  ])('a SELECT that always answers %i is %s', async (statusWord, kind) => {
    const answer = Uint8Array.of(statusWord >> 8, statusWord & 0xff);
    const program = { respond: () => answer.slice(), powerOff: () => undefined };
    const { connection } = await layCard(new VirtualCard({ program }));
    expect((await openCardApplication(connection))._unsafeUnwrapErr().kind).toBe(kind);
  });
});
