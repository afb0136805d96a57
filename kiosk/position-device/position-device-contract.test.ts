/** What holds for every device of two positions, whatever it is called and however it is connected. */
import { afterEach, describe, expect, test } from 'vitest';
import { AUDIO_JACK_WORDS } from '../audio-jack/audio-jack.ts';
import { HEADPHONE_INSERT, openAudioJack } from '../audio-jack/open-audio-jack.ts';
import { openKeySwitch } from '../key-switch/index.ts';
import { KEY_SWITCH_WORDS } from '../key-switch/key-switch.ts';
import type { PositionDelays } from './delays.ts';
import type { WatchedKey } from './input-device/reported-position.ts';
import type { PositionDevice, PositionWords } from './position-device.ts';
import { inputDeviceRig, type PositionRig, virtualRig } from './testing/position-rigs.ts';
import { QUICK_DELAYS, statusIs } from './testing/status-waits.ts';

function positionDeviceContract<Position extends string, Away extends string>(o: {
  words: PositionWords<Position, Away>;
  key: WatchedKey;
  open: (
    where: PositionRig<Position, Position | Away>['where'],
    delays: PositionDelays,
  ) => PositionDevice<Position | Away>;
}): void {
  const { on, off, away } = o.words;
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  describe.each([
    ['on the network', () => virtualRig(o.words)],
    ['on an input device', () => inputDeviceRig(o.words, o.key)],
  ])('%s', (_name, startRig) => {
    async function start() {
      const rig = await startRig();
      closers.push(() => rig.stop());
      const device = o.open(rig.where, QUICK_DELAYS);
      closers.push(() => device.close());
      const heard: (Position | Away)[] = [];
      device.watch((status) => heard.push(status));
      rig.move(off);
      await statusIs(device, off);
      return { rig, device, heard };
    }

    test('tells every move, once', async () => {
      const { rig, device, heard } = await start();
      const before = heard.length;
      for (const position of [on, off, on]) {
        rig.move(position);
        await statusIs(device, position);
        rig.move(position);
      }
      expect(heard.slice(before)).toEqual([on, off, on]);
    });

    test('is away when it goes, however it stood, and is found again by itself', async () => {
      const { rig, device } = await start();
      rig.move(on);
      await statusIs(device, on);
      await rig.unplug();
      await statusIs(device, away);
      await rig.plugIn();
      await statusIs(device, rig.afterReturn);
      rig.move(on);
      await statusIs(device, on);
    });

    test(`what no device sends makes it ${away} at once, never ${on}`, async () => {
      const { rig, device, heard } = await start();
      rig.sendGarbage();
      await statusIs(device, away);
      await statusIs(device, rig.afterReturn);
      expect(heard).not.toContain(on);
    });

    test(`a listener that has gone hears nothing; a closed device is ${away} and tells nobody`, async () => {
      const { rig, device, heard } = await start();
      const late: string[] = [];
      device.watch((status) => late.push(status))();
      rig.move(on);
      await statusIs(device, on);
      const before = heard.length;
      await device.close();
      rig.move(off);
      expect([late, heard.slice(before), device.status()]).toEqual([[], [], away]);
    });

    test('a listener may close the device', async () => {
      const { rig, device } = await start();
      const closed = Promise.withResolvers<void>();
      device.watch(() => device.close().then(closed.resolve, closed.reject));
      rig.move(on);
      await closed.promise;
      expect(device.status()).toBe(away);
    });

    test('closing twice is closing', async () => {
      const { device } = await start();
      await Promise.all([device.close(), device.close()]);
      await device.close();
    });
  });

  test.each([
    { kind: 'virtual' as const, host: '127.0.0.1', port: 1 },
    { kind: 'input-device' as const, path: '/nowhere/event0' },
    // A file can be opened, and is no device.
    { kind: 'input-device' as const, path: import.meta.filename },
  ])(`what is not there is ${away}, and waiting for it can be ended: $kind`, async (where) => {
    const device = o.open(where, QUICK_DELAYS);
    expect(device.status()).toBe(away);
    await device.close();
  });
}

/** `KEY_SCREENLOCK` of `input-event-codes.h`. */
const LOCK_KEY = { type: 'key', code: 152 } as const;

describe('a key switch', () => {
  positionDeviceContract({
    words: KEY_SWITCH_WORDS,
    key: LOCK_KEY,
    open: (where, delays) => openKeySwitch(where.kind === 'virtual' ? where : { ...where, key: LOCK_KEY }, delays),
  });
});

describe('an audio jack', () => {
  positionDeviceContract({ words: AUDIO_JACK_WORDS, key: HEADPHONE_INSERT, open: openAudioJack });
});
