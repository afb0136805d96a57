import { expect, test } from 'vitest';
import { CcTalkPeer, memoryLine } from '../virtual/index.ts';
import { Bus } from './bus.ts';
import { COMMANDS } from './commands.ts';
import { CCTALK_DELAYS } from './delays.ts';
import { ReplyFinder } from './reply-finder.ts';

const delays = { ...CCTALK_DELAYS, answerLimitMs: 60, quietMs: 40, busyMs: 1 };

function busOf(peer: CcTalkPeer, localEcho = true): Bus {
  return new Bus(memoryLine(peer), { checksum: 'simple', localEcho, delays });
}

test.each(['bad-checksum', 'lose-answer', 'noise-before', 'busy', 'cut-short', 'late'] as const)(
  '%s: asked again, and answered',
  async (disturbance) => {
    const peer = new CcTalkPeer({ lateMs: 80 });
    const bus = busOf(peer);
    peer.disturb(disturbance);
    expect((await bus.ask(3, COMMANDS.serialNumber, undefined))._unsafeUnwrap()).toBe(0x054e43);
    expect((await bus.ask(2, COMMANDS.equipmentCategory, undefined))._unsafeUnwrap()).toBe('Coin Acceptor');
    peer.stop();
  },
);

test.each([
  ['bad-checksum', { kind: 'no-answer', why: 'bad-checksum' }],
  ['lose-answer', { kind: 'no-answer', why: 'silent' }],
  ['busy', { kind: 'busy' }],
] as const)('%s three times: said as it is', async (disturbance, error) => {
  const peer = new CcTalkPeer();
  const bus = busOf(peer);
  for (let time = 0; time < 3; time += 1) peer.disturb(disturbance);
  expect((await bus.ask(3, COMMANDS.dispenseCount, undefined))._unsafeUnwrapErr()).toEqual(error);
  expect((await bus.ask(3, COMMANDS.dispenseCount, undefined)).isOk()).toBe(true);
  peer.stop();
});

test('what a device refuses is not asked for again', async () => {
  const peer = new CcTalkPeer();
  const bus = busOf(peer);
  // Not enabled, and not its serial number.
  const refused = await bus.ask(3, COMMANDS.dispense, { authorisation: Uint8Array.of(1, 2, 3), coins: 1 });
  expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'refused' });
  peer.stop();
});

test('nobody at that address, and a wire without the echo that was promised', async () => {
  const peer = new CcTalkPeer({ localEcho: false });
  expect((await busOf(peer, false).ask(9, COMMANDS.simplePoll, undefined))._unsafeUnwrapErr()).toEqual({
    kind: 'no-answer',
    why: 'silent',
  });
  expect((await busOf(peer, true).ask(3, COMMANDS.simplePoll, undefined))._unsafeUnwrapErr()).toEqual({
    kind: 'no-answer',
    why: 'no-echo',
  });
  expect((await busOf(peer, false).ask(3, COMMANDS.simplePoll, undefined)).isOk()).toBe(true);
  peer.stop();
});

const POLL = Uint8Array.of(3, 0, 1, 254, 254);
const ACK = Uint8Array.of(1, 0, 3, 0, 252);

test('a reply is found however the bytes are cut, and our own echo and others’ answers are none', () => {
  const wire = Uint8Array.of(77, ...POLL, 1, 0, 2, 0, 253, 255, ...ACK);
  for (let cut = 0; cut <= wire.length; cut += 1) {
    const finder = new ReplyFinder({ checksum: 'simple', address: 3, echo: POLL });
    const first = finder.push(wire.subarray(0, cut));
    if (cut < wire.length) expect(first).toBeNull();
    expect(first ?? finder.push(wire.subarray(cut))).toMatchObject({ source: 3, header: 0 });
  }
});

test('an answer before the echo is no answer', () => {
  const finder = new ReplyFinder({ checksum: 'simple', address: 3, echo: POLL });
  expect(finder.push(ACK)).toBeNull();
  expect(finder.push(POLL)).toBeNull();
  expect(finder.push(ACK)).not.toBeNull();
});
