import { describe, expect, it } from 'vitest';
import { openCardApplication } from '../index.ts';
import { anybody, layCard } from '../virtual/laid-card.ts';
import { buildOtherCard } from '../virtual/other-cards.ts';
import { buildSyntheticCard } from '../virtual/synthetic-cards.ts';
import { VirtualCard } from '../virtual/virtual-card.ts';
import { VirtualReader } from '../virtual/virtual-reader.ts';

const STORAGE_CARD_ATR = Uint8Array.from(Buffer.from('3B8F8001804F0CA000000306030001000000006A', 'hex'));

function alwaysAnswering(statusWord: number, atr?: Uint8Array): VirtualCard {
  const answer = Uint8Array.of(statusWord >> 8, statusWord & 0xff);
  const program = { respond: () => answer.slice(), powerOff: () => undefined };
  return new VirtualCard({ program, ...(atr === undefined ? {} : { atr }) });
}

describe('what lies on the reader is told by SELECT', () => {
  // The commands are what "quick" means: one SELECT, the same behind a wake-up, and a few questions more.
  it.each([
    ['transit-card', 'no-card-ap', 6],
    ['jpki-only-card', 'jpki-only', 5],
    ['android-phone', 'phone', 5],
    ['iphone', 'phone', 5],
    ['driving-licence', 'driving-licence', 5],
    ['travel-document', 'passport', 6],
    ['felica-card', 'storage-card', 3],
    ['unknown-class', 'other', 3],
  ] as const)('%s gives the hint %s after %i commands', async (kind, hint, commands) => {
    const { connection, card } = await layCard(buildOtherCard(kind));
    expect((await openCardApplication(connection))._unsafeUnwrapErr()).toEqual({ kind: 'wrong-card', hint });
    expect(card.commandCount).toBe(commands);
  });

  it('no PIN and no tries query goes to any of them', async () => {
    for (const kind of ['transit-card', 'jpki-only-card', 'iphone', 'driving-licence', 'travel-document'] as const) {
      const { connection, commands } = await layCard(buildOtherCard(kind));
      await openCardApplication(connection);
      expect(commands.filter((command) => command.startsWith('0020'))).toEqual([]);
    }
  });

  it('a card upside down is mute, told by the reader before any command', async () => {
    const hands = new VirtualReader();
    const reader = hands.openInProcess();
    const card = buildOtherCard('upside-down');
    hands.insert(card);
    expect(reader.status()).toEqual({ kind: 'card-mute', insertion: 1 });
    expect((await reader.connect({}))._unsafeUnwrapErr()).toEqual({ kind: 'card-mute' });
    expect(card.commandCount).toBe(0);
  });

  it('whatever the ATR says', async () => {
    const { connection } = await layCard(buildSyntheticCard(anybody(), { atr: STORAGE_CARD_ATR }));
    expect((await openCardApplication(connection)).isOk()).toBe(true);
  });

  it.each([
    [0x6283, 'unexpected-status'],
    [0x6581, 'unexpected-status'],
    [0x6d00, 'wrong-card'],
  ])('a SELECT that always answers %i is %s', async (statusWord, kind) => {
    const { connection } = await layCard(alwaysAnswering(statusWord));
    expect((await openCardApplication(connection))._unsafeUnwrapErr().kind).toBe(kind);
  });

  it.each([0x6a82, 0x6d00, 0x6a81, 0x6300])(
    'a storage card whose reader answers %i for it is a storage card',
    async (statusWord) => {
      const { connection } = await layCard(alwaysAnswering(statusWord, STORAGE_CARD_ATR));
      const error = (await openCardApplication(connection))._unsafeUnwrapErr();
      expect(error).toEqual({ kind: 'wrong-card', hint: 'storage-card' });
    },
  );

  it.each([4, 5, 6])('a card pulled at question %i is removed, not wrong', async (at) => {
    const card = buildOtherCard('transit-card');
    card.addFault({ kind: 'removed', when: 'before' }, at);
    const { connection } = await layCard(card);
    expect((await openCardApplication(connection))._unsafeUnwrapErr()).toEqual({ kind: 'card-removed' });
  });
});
