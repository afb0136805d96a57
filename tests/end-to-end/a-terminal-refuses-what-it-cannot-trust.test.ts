/**
 * Bad input and bad surroundings at a whole terminal: refused with a name, nothing lost, the process stays up (invariant D).
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { ok } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostConfiguration, startHost } from '../../kiosk/host/index.ts';
import { openCoinBox } from '../../kiosk/payment/index.ts';
import { buildScreens } from '../../kiosk/screens/index.ts';
import { serveScreens } from '../../kiosk/shell/chromium/index.ts';
import { memorySink } from '../../server-bridge/index.ts';
import { preparePrivateFiles } from '../environment/private-files.ts';
import { type RunningKiosk, startKiosk } from '../environment/running-kiosk.ts';
import { scriptedScreens } from '../environment/scripted-screens.ts';
import { buildWorld, type World } from '../environment/world.ts';

const TERMINALS = ['KIOSK-X1', 'KIOSK-X2', 'KIOSK-X3'];
const HOUR_MS = 3_600_000;
let world: World;
let kiosk: RunningKiosk;

beforeAll(async () => {
  world = await buildWorld({ directory: null, terminals: TERMINALS });
  kiosk = await startKiosk(world, { terminalId: 'KIOSK-X1', reader: 'virtual' });
  await kiosk.screens.until(['attract'], 60_000);
}, 120_000);
afterAll(async () => {
  await kiosk?.stop();
  await world?.stop();
}, 60_000);

async function startOther(change: (configuration: HostConfiguration) => HostConfiguration, now?: () => Date) {
  const other = await world.addKiosk({
    terminalId: 'KIOSK-X2',
    reader: 'virtual',
    sheetMs: 20,
    assetsDirectory: world.directory,
  });
  const screens = scriptedScreens();
  const started = await startHost(change(other.configuration), {
    openScreens: () => Promise.resolve(ok(screens.link)),
    sink: memorySink(),
    ...(now === undefined ? {} : { now }),
  });
  return { started, screens, devices: other.devices };
}

describe('touches that are none', () => {
  it('are refused and logged by code, whatever they are; the terminal stays idle', async () => {
    await fc.assert(
      fc.property(fc.anything({ maxDepth: 3 }), (message) => {
        kiosk.screens.raw(message);
        return kiosk.host.state() === 'idle';
      }),
      { numRuns: 500, seed: 20261121 },
    );
    expect(kiosk.log()).toContain('MESSAGE_REFUSED');
  });

  it('on an earlier screen are dropped', () => {
    kiosk.screens.raw({ v: 1, screenSeq: 0, action: { type: 'start' } });
    expect(kiosk.host.state()).toBe('idle');
  });

  it('of another version or with more than they should have are refused', () => {
    const screenSeq = kiosk.screens.current()?.screenSeq ?? 0;
    kiosk.screens.raw({ v: 2, screenSeq, action: { type: 'start' } });
    kiosk.screens.raw({ v: 1, screenSeq, action: { type: 'start' }, more: true });
    kiosk.screens.raw({ v: 1, screenSeq, action: { type: 'open-devtools' } });
    expect(kiosk.host.state()).toBe('idle');
  });
});

describe('a start that cannot succeed says why', () => {
  it('a second host on the same state', async () => {
    const second = await startHost(kiosk.configuration, {
      openScreens: () => Promise.resolve(ok(scriptedScreens().link)),
      sink: memorySink(),
    });
    expect(second._unsafeUnwrapErr().kind).toBe('already-running');
    expect(kiosk.host.state()).toBe('idle');
  });

  it('a state directory that cannot be made', async () => {
    const file = join(world.directory, 'a-file');
    await writeFile(file, '');
    const { started } = await startOther((configuration) => ({
      ...configuration,
      stateDirectory: join(file, 'below'),
    }));
    expect(started._unsafeUnwrapErr().kind).toBe('state-directory-unusable');
  });

  it('a journal somebody has written into', async () => {
    const stateDirectory = join(world.directory, 'spoilt-state');
    await mkdir(stateDirectory);
    await writeFile(join(stateDirectory, 'crash-journal.jsonl'), 'not a journal\n');
    const { started } = await startOther((configuration) => ({ ...configuration, stateDirectory }));
    expect(started._unsafeUnwrapErr().kind).toBe('journal-unusable');
  });

  it('a terminal certificate that is not there', async () => {
    const { started } = await startOther((configuration) => ({
      ...configuration,
      line: { ...configuration.line, certificateFile: join(world.directory, 'no-such.pem') },
    }));
    expect(started._unsafeUnwrapErr().kind).toBe('line-unusable');
  });

  it('a port for the screens that is taken', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', () => resolve()));
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const assetsDirectory = join(world.directory, 'screens');
    await buildScreens(assetsDirectory);
    const served = await serveScreens({ assetsDirectory, host: '127.0.0.1', port, report: () => {} });
    expect(served._unsafeUnwrapErr().kind).toBe('port-in-use');
    await new Promise<void>((resolve) => blocker.close(() => resolve()));
  });
});

describe('surroundings that are not to be trusted close the terminal, with the cause on the screen', () => {
  const closes = async (
    cause: string,
    change: (configuration: HostConfiguration) => HostConfiguration,
    now?: () => Date,
  ) => {
    const { started, screens } = await startOther(change, now);
    const host = started._unsafeUnwrap();
    try {
      await expect.poll(() => host.cause(), { timeout: 30_000 }).toBe(cause);
      screens.tap({ type: 'start' });
      expect(host.state()).not.toBe('visit');
      expect(screens.current()?.screen).toMatchObject({ name: 'out-of-service', cause, terminalId: 'KIOSK-X2' });
    } finally {
      await host.stop();
    }
  };

  it(
    'a clock ten minutes fast',
    () =>
      closes(
        'clock',
        (same) => same,
        () => new Date(Date.now() + 10 * 60_000),
      ),
    60_000,
  );

  it(
    'a clock that says the directive has expired',
    () =>
      closes(
        'no-directive',
        (same) => same,
        () => new Date(Date.now() + 48 * HOUR_MS),
      ),
    60_000,
  );

  it(
    'a clock before the directive was made',
    () =>
      closes(
        'no-directive',
        (same) => same,
        () => new Date(Date.now() - 48 * HOUR_MS),
      ),
    60_000,
  );

  it('a center whose directive is signed by a key that is not pinned', async () => {
    const stranger = await preparePrivateFiles(join(world.directory, 'stranger'), ['KIOSK-X2'], new Date());
    await closes('no-directive', (configuration) => ({
      ...configuration,
      line: { ...configuration.line, directiveKeys: [stranger.trust.directivePublicKey] },
    }));
  }, 60_000);

  it('keys of VRS that its pinned root has not signed', async () => {
    const stranger = await preparePrivateFiles(join(world.directory, 'stranger'), ['KIOSK-X2'], new Date());
    await closes('no-directive', (configuration) => ({
      ...configuration,
      line: { ...configuration.line, vrsRootKey: stranger.vrs.rootPublicKey },
    }));
  }, 60_000);

  it('a center of another authority', async () => {
    const stranger = await preparePrivateFiles(join(world.directory, 'stranger'), ['KIOSK-X2'], new Date());
    await closes('no-directive', (configuration) => ({
      ...configuration,
      line: { ...configuration.line, caFile: stranger.trust.lineCaFile },
    }));
  }, 60_000);
});

describe('what a power cut leaves behind', () => {
  it('money in escrow goes back at the next start, once (P18)', async () => {
    const other = await world.addKiosk({
      terminalId: 'KIOSK-X3',
      reader: 'virtual',
      sheetMs: 20,
      assetsDirectory: world.directory,
    });
    const transactionId = 'CCCCCCCCCCCCCCCCCCCCCC';
    // The host of before: money was collected, the first sheet announced, and then the power went.
    const before = openCoinBox({ host: '127.0.0.1', port: other.devices.coinBox.port });
    const collecting = before.collect({ transactionId, dueYen: 120, onEvent: () => {} });
    await expect.poll(() => other.devices.coinBox.insert(500), { timeout: 10_000 }).toBe('taken');
    expect((await collecting).isOk()).toBe(true);
    await before.close();
    await mkdir(other.configuration.stateDirectory, { recursive: true });
    const entries = [
      { phase: 'collecting', transactionId, dueYen: 120, copyYen: 120, copies: 1 },
      { phase: 'collected', transactionId, insertedYen: 500 },
      { phase: 'printing', transactionId, copy: 1 },
    ];
    await writeFile(
      join(other.configuration.stateDirectory, 'crash-journal.jsonl'),
      entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
    );

    const screens = scriptedScreens();
    const host = (
      await startHost(other.configuration, { openScreens: () => Promise.resolve(ok(screens.link)), sink: memorySink() })
    )._unsafeUnwrap();
    expect(other.devices.coinBox.tallies).toMatchObject({ keptYen: 0, returnedYen: 500, refundedYen: 0 });
    // A sheet may lie in the machine: nobody is served before a clerk has looked.
    await expect.poll(() => host.cause(), { timeout: 30_000 }).toBe('needs-staff-paper-left');
    await host.stop();

    const again = (
      await startHost(other.configuration, {
        openScreens: () => Promise.resolve(ok(scriptedScreens().link)),
        sink: memorySink(),
      })
    )._unsafeUnwrap();
    expect(other.devices.coinBox.tallies.returnedYen).toBe(500);
    await again.stop();
  }, 90_000);
});
