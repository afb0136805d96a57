import { afterEach, describe, expect, test } from 'vitest';
import { type KeySwitch, type KeySwitchStatus, openKeySwitch } from './index.ts';
import { QUICK_DELAYS, statusIs } from './testing/status-waits.ts';
import { inputDeviceRig, type SwitchRig, virtualRig } from './testing/switch-rigs.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe.each([
  ['a virtual switch', virtualRig],
  ['an input device', inputDeviceRig],
])('%s', (_name, startRig) => {
  async function start(): Promise<{ rig: SwitchRig; keySwitch: KeySwitch; heard: KeySwitchStatus[] }> {
    const rig = await startRig();
    closers.push(() => rig.stop());
    const keySwitch = openKeySwitch(rig.configuration, QUICK_DELAYS);
    closers.push(() => keySwitch.close());
    const heard: KeySwitchStatus[] = [];
    keySwitch.watch((status) => heard.push(status));
    await statusIs(keySwitch, 'locked');
    return { rig, keySwitch, heard };
  }

  test('tells every turn, once', async () => {
    const { rig, keySwitch, heard } = await start();
    const before = heard.length;
    for (const position of ['open', 'locked', 'open'] as const) {
      rig.turn(position);
      await statusIs(keySwitch, position);
      rig.turn(position);
    }
    expect(heard.slice(before)).toEqual(['open', 'locked', 'open']);
  });

  test('is absent when it goes, open or not, and is found again by itself', async () => {
    const { rig, keySwitch } = await start();
    rig.turn('open');
    await statusIs(keySwitch, 'open');
    await rig.unplug();
    await statusIs(keySwitch, 'absent');
    await rig.plugIn();
    await statusIs(keySwitch, 'locked');
    rig.turn('open');
    await statusIs(keySwitch, 'open');
  });

  test('what no switch sends makes it absent at once, never open', async () => {
    const { rig, keySwitch, heard } = await start();
    rig.sendGarbage();
    await statusIs(keySwitch, 'absent');
    await statusIs(keySwitch, 'locked');
    expect(heard).not.toContain('open');
  });

  test('a listener that has gone hears nothing; a closed switch is absent and tells nobody', async () => {
    const { rig, keySwitch, heard } = await start();
    const late: KeySwitchStatus[] = [];
    keySwitch.watch((status) => late.push(status))();
    rig.turn('open');
    await statusIs(keySwitch, 'open');
    const before = heard.length;
    await keySwitch.close();
    rig.turn('locked');
    expect([late, heard.slice(before), keySwitch.status()]).toEqual([[], [], 'absent']);
  });

  test('a listener may close the switch', async () => {
    const { rig, keySwitch } = await start();
    const closed = Promise.withResolvers<void>();
    keySwitch.watch(() => keySwitch.close().then(closed.resolve, closed.reject));
    rig.turn('open');
    await closed.promise;
    expect(keySwitch.status()).toBe('absent');
  });

  test('closing twice is closing', async () => {
    const { keySwitch } = await start();
    await Promise.all([keySwitch.close(), keySwitch.close()]);
    await keySwitch.close();
  });
});

test.each([
  { kind: 'virtual' as const, host: '127.0.0.1', port: 1 },
  { kind: 'input-device' as const, path: '/nowhere/event0', key: { type: 'key' as const, code: 1 } },
  // A file can be opened, and is no device.
  { kind: 'input-device' as const, path: import.meta.filename, key: { type: 'key' as const, code: 1 } },
])('what is not there is absent, and waiting for it can be ended: $kind', async (configuration) => {
  const keySwitch = openKeySwitch(configuration, QUICK_DELAYS);
  expect(keySwitch.status()).toBe('absent');
  await keySwitch.close();
});
