import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOtherCard } from '../../card-reader/virtual/index.ts';
import { startIppEvePrinter } from '../../printing/virtual/index.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../../server-bridge/vrs/index.ts';
import { askOperations } from '../environment/operations-client.ts';
import { type RunningKiosk, startKiosk } from '../environment/running-kiosk.ts';
import { buildWorld, type World } from '../environment/world.ts';

const TERMINAL = 'KIOSK-T1';
const CITY = '900010';
let world: World;
let kiosk: RunningKiosk;

beforeAll(async () => {
  world = await buildWorld({ directory: null, terminals: [TERMINAL, 'KIOSK-T2'] });
  kiosk = await startKiosk(world, { terminalId: TERMINAL, reader: 'auto' });
}, 120_000);
afterAll(async () => {
  await kiosk?.stop();
  await world?.stop();
}, 60_000);

const visit = (person: string, more: Partial<Parameters<RunningKiosk['visit']>[0]> = {}) =>
  kiosk.visit({ person, municipality: CITY, kind: 'domestic', copies: 1, ...more });

describe('a certificate, from the card to the paper', () => {
  it('goes the whole order of the real service', async () => {
    const report = await visit('ichiyo');
    expect(report).toMatchObject({
      outcome: 'finished',
      refusal: null,
      sheets: 1,
      money: { keptYen: 120, returnedYen: 0, refundedYen: 0 },
    });
    expect(report.screens.filter((screen) => screen !== 'paper')).toEqual([
      'attract',
      'menu',
      'terms',
      'lay-card',
      'checking-card',
      'kind',
      'pin',
      'reading-card',
      'take-card',
      'municipality',
      'applying',
      'preview',
      'copies',
      'confirm',
      'payment',
      'printing',
      'take-paper',
      'receipt',
      'goodbye',
    ]);
    expect(kiosk.devices.receiptPrinter.receipts.at(-1)).toContain('120');
  });

  it.each([
    ['one dose', 'one-dose', 'domestic', 1],
    ['four doses, two copies', 'four-doses', 'domestic', 2],
    ['seven doses overseas', 'seven-doses', 'overseas', 1],
    ['a rare kanji', 'rare-kanji', 'domestic', 1],
    ['a passport registered', 'passport', 'overseas', 1],
  ] as const)('%s', async (_, person, kind, copies) => {
    const report = await visit(person, { kind, copies });
    expect(report).toMatchObject({ outcome: 'finished', sheets: copies, money: { keptYen: copies * 120 } });
  });

  it('for a person of another taking-part municipality', async () => {
    expect(await visit('teppei', { municipality: '900028' })).toMatchObject({ outcome: 'finished', sheets: 1 });
  });

  it('gives change, and says so on the screen and the receipt', async () => {
    const before = kiosk.devices.coinBox.tallies.changeYen;
    const report = await visit('one-dose', { copies: 3, coins: [500] });
    expect(report).toMatchObject({ outcome: 'finished', sheets: 3, money: { keptYen: 360, returnedYen: 0 } });
    expect(kiosk.devices.coinBox.tallies.changeYen - before).toBe(140);
    expect(kiosk.devices.receiptPrinter.receipts.at(-1)).toContain('140');
  });
});

describe('each refusal has its own code and takes no money (P10)', () => {
  it.each([
    ['no record in that municipality', 'no-record', {}, 'NO_RECORD_CHECK_CITY'],
    ['a record in another municipality', 'teppei', {}, 'NO_RECORD_CHECK_CITY'],
    ['a doubtful record', 'doubtful', {}, 'NEEDS_CONFIRMATION'],
    ['a dose after moving away', 'moved', {}, 'NEEDS_CONFIRMATION'],
    ['protective measures', 'protected', {}, 'COUNTER_ONLY'],
    ['no passport registered', 'no-passport', { kind: 'overseas' }, 'PASSPORT_NOT_REGISTERED'],
    ['a name with a glyph that no font has (P11)', 'glyphless', {}, 'NAME_NOT_PRINTABLE'],
    ['a locked card', 'ichiyo', { faults: ['pin-locked'] }, 'PIN_LOCKED'],
  ] as const)('%s', async (_, person, more, refusal) => {
    const report = await visit(person, {
      ...more,
      ...('faults' in more ? { faults: [...more.faults] } : { faults: [] }),
    });
    expect(report).toMatchObject({
      outcome: 'refused',
      refusal,
      sheets: 0,
      money: { keptYen: 0, returnedYen: 0, refundedYen: 0 },
    });
    expect(report.screens).not.toContain('payment');
  });

  it('a municipality that does not take part cannot be chosen (K8)', async () => {
    const report = await visit('ichiyo', { municipality: '900036' });
    expect(report).toMatchObject({ outcome: 'cancelled', sheets: 0 });
    expect(report.screens).toContain('not-taking-part');
  });

  it('a wrong PIN costs one try and is asked again', async () => {
    const report = await visit('ichiyo', { faults: ['wrong-pin'] });
    expect(report.outcome).toBe('finished');
    expect(report.screens.filter((screen) => screen === 'pin')).toHaveLength(2);
  });

  it('three wrong PINs end the visit, with the last one confirmed first (P16)', async () => {
    const report = await visit('one-dose', { pin: '9999' });
    expect(report).toMatchObject({ outcome: 'refused', refusal: 'PIN_LOCKED' });
    expect(report.screens).toContain('last-try');
  });
});

describe('faults of card and printers', () => {
  it.each(['card-pulled', 'card-garbage', 'card-reset'] as const)(
    '%s while reading: the card is laid down again and the visit goes on',
    async (fault) => {
      const report = await visit('four-doses', { faults: [fault] });
      expect(report).toMatchObject({ outcome: 'finished', sheets: 1 });
    },
  );

  it.each(['paper-out', 'jam', 'cover-open'] as const)(
    '%s while printing: mended by the clerk, printed once, charged once',
    async (fault) => {
      const sheets = kiosk.devices.pagePrinter.printed.length;
      const report = await visit('ichiyo', { faults: [fault] });
      expect(report).toMatchObject({ outcome: 'finished', sheets: 1, money: { keptYen: 120 } });
      expect(report.screens).toContain('printer-attention');
      expect(kiosk.devices.pagePrinter.printed.length).toBe(sheets + 1);
    },
  );
});

describe('a printer that does not keep its word', () => {
  it.each(['abort-mid-page', 'printer-off'] as const)(
    '%s: nothing charged, the money back once, and a clerk looks first (P18)',
    async (fault) => {
      const report = await visit('ichiyo', { faults: [fault], coins: [500] });
      expect(report).toMatchObject({ outcome: 'refused', refusal: 'PRINTER_ATTENTION', refundYen: 500, sheets: 0 });
      expect(report.money).toEqual({ keptYen: 0, returnedYen: 500, refundedYen: 0 });
      await expect.poll(() => kiosk.host.cause(), { timeout: 20_000 }).toBe('needs-staff-paper-left');
      kiosk.devices.pagePrinter.takePaper();
      const order = { kind: 'clear-paper', clearedBy: '検査 太郎' };
      await askOperations(world, 'POST', '/operations/commands', { terminalId: TERMINAL, order });
      await kiosk.screens.until(['attract'], 30_000);
    },
  );
});

describe('a coin box without change', () => {
  it('leaves the paper with the resident, owes the change, and pays it once there is some (P18)', async () => {
    const before = { ...kiosk.devices.coinBox.tallies };
    const report = await visit('ichiyo', { faults: ['no-change'], coins: [500] });
    expect(report).toMatchObject({
      outcome: 'refused',
      refusal: 'PAYMENT_UNAVAILABLE',
      sheets: 1,
      money: { keptYen: 0 },
    });
    await expect.poll(() => kiosk.host.cause(), { timeout: 20_000 }).toBe('needs-staff-money');
    kiosk.devices.coinBox.setCannotPayOut(false);
    await kiosk.screens.until(['attract'], 30_000);
    expect(kiosk.devices.coinBox.tallies.keptYen - before.keptYen).toBe(120);
    expect(kiosk.devices.coinBox.tallies.changeYen - before.changeYen).toBe(380);
  }, 120_000);
});

describe('other cards and other machines', () => {
  it('a card of another kind is refused as such, and the right one goes on', async () => {
    const other = buildOtherCard('transit-card');
    const seen: string[] = [];
    const laidFirst = kiosk.visit({ person: 'ichiyo', municipality: CITY, kind: 'domestic', copies: 1 }, ({ step }) => {
      // The wrong card lies there before the resident's own.
      if (step === 'lay-card' && !seen.includes('lay-card')) kiosk.devices.reader.insert(other);
      seen.push(step);
      const screen = kiosk.screens.current()?.screen;
      if (screen?.name === 'lay-card') seen.push(screen.problem);
    });
    expect(await laidFirst).toMatchObject({ outcome: 'finished', sheets: 1 });
    expect(seen).toContain('wrong-card');
  });

  it('prints through the IPP Everywhere reference printer as through the virtual one', async () => {
    const rig = (await startIppEvePrinter({ directory: join(world.directory, 'ippeve') }))._unsafeUnwrap();
    try {
      await rig.loadA4();
      const certificatePem = await rig.certificatePem();
      const other = await startKiosk(world, {
        terminalId: 'KIOSK-T2',
        reader: 'virtual',
        change: (configuration) => ({
          ...configuration,
          devices: {
            ...configuration.devices,
            pagePrinter: { uri: rig.secureUri, certificatePem },
          },
        }),
      });
      try {
        const report = await other.visit({ person: 'one-dose', municipality: CITY, kind: 'domestic', copies: 1 });
        expect(report).toMatchObject({ outcome: 'finished', sheets: 1, money: { keptYen: 120 } });
      } finally {
        await other.stop();
      }
    } finally {
      await rig.stop();
    }
  }, 120_000);
});

describe('a visit process that dies', () => {
  /** Ends the newest visit process, which serves the resident, as a crash would. */
  const killVisit = () => {
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').map(Number);
    const visits = children.filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('visit/process/main.ts'),
    );
    const oldest = Math.min(...visits);
    process.kill(oldest, 'SIGKILL');
  };

  const nextIsServed = async () => {
    kiosk.devices.reader.remove();
    expect(kiosk.devices.coinBox.escrowYen).toBe(0);
    expect(await visit('ichiyo')).toMatchObject({ outcome: 'finished' });
  };

  it.each(['pin', 'preview'] as const)(
    'at the screen %s: nothing printed, nothing kept, the next resident is served',
    async (at) => {
      let killed = false;
      const report = await kiosk.visit(
        { person: 'ichiyo', municipality: CITY, kind: 'domestic', copies: 1 },
        ({ step }) => {
          if (step !== at || killed) return;
          killed = true;
          killVisit();
        },
      );
      expect(report).toMatchObject({ outcome: 'aborted', sheets: 0, money: { keptYen: 0 } });
      await nextIsServed();
    },
  );

  it('while money lies in escrow: all of it goes back, once (P18)', async () => {
    const insertThenKill = async () => {
      await expect.poll(() => kiosk.devices.coinBox.insert(100), { timeout: 10_000 }).toBe('taken');
      killVisit();
    };
    const report = await kiosk.visit(
      { person: 'ichiyo', municipality: CITY, kind: 'domestic', copies: 1, pays: false },
      ({ step }) => {
        if (step === 'payment') void insertThenKill();
      },
    );
    expect(report).toMatchObject({
      outcome: 'aborted',
      sheets: 0,
      money: { keptYen: 0, returnedYen: 100, refundedYen: 0 },
    });
    await nextIsServed();
  });

  it('while a sheet is being printed: the money goes back, and a clerk must look before the next resident', async () => {
    const off = kiosk.devices.pagePrinter.onEvent((event) => {
      if (event.kind !== 'job' || event.state !== 'processing') return;
      off();
      killVisit();
    });
    const report = await visit('ichiyo');
    expect(report).toMatchObject({ outcome: 'aborted', sheets: 0, money: { keptYen: 0, refundedYen: 0 } });
    expect(report.money.returnedYen).toBeGreaterThan(0);
    await expect.poll(() => kiosk.host.cause(), { timeout: 20_000 }).toBe('needs-staff-paper-left');
    kiosk.devices.pagePrinter.takePaper();
    await askOperations(world, 'POST', '/operations/commands', {
      terminalId: TERMINAL,
      order: { kind: 'clear-paper', clearedBy: '検査 太郎' },
    });
    await kiosk.screens.until(['attract'], 30_000);
    await nextIsServed();
  });
});

describe('what the center orders', () => {
  it('out of hours the terminal says so and starts nothing', async () => {
    await askOperations(world, 'POST', '/operations/directive', { hours: { from: '00:00', to: '00:00' } });
    await expect.poll(() => kiosk.host.cause(), { timeout: 20_000 }).toBe('out-of-hours');
    await askOperations(world, 'POST', '/operations/directive', { hours: { from: '00:00', to: '24:00' } });
    await kiosk.screens.until(['attract'], 20_000);
  });

  it('a municipality stopped after it was offered is refused as stopped, not as empty (C1)', async () => {
    const setTakingPart = (takingPart: boolean) =>
      askOperations(world, 'POST', '/operations/directive', {
        municipalities: SYNTHETIC_MUNICIPALITIES.map((m) => (m.code === CITY ? { ...m, takingPart } : m)),
      });
    // The visit began under the old directive; the center refuses by the new one.
    const report = await kiosk.visit({ person: 'ichiyo', municipality: CITY, kind: 'domestic', copies: 1 }, (step) => {
      if (step.step === 'pin') void setTakingPart(false);
    });
    await setTakingPart(true);
    expect(report).toMatchObject({ outcome: 'refused', refusal: 'CITY_STOPPED', sheets: 0, money: { keptYen: 0 } });
  });

  it('a service switched off closes the terminal, and opens it again', async () => {
    await askOperations(world, 'POST', '/operations/directive', {
      service: { state: 'off', reason: { ja: '休止', en: 'Closed' } },
    });
    await kiosk.screens.until(['out-of-service'], 20_000);
    await expect.poll(() => kiosk.host.state(), { timeout: 20_000 }).toBe('suspended');
    await askOperations(world, 'POST', '/operations/directive', { service: { state: 'on' } });
    await kiosk.screens.until(['attract'], 20_000);
  });

  it('VRS down is "unavailable", never an empty record, and costs no PIN try (P10)', async () => {
    await world.servers.vrs.stop();
    const report = await visit('ichiyo');
    expect(report).toMatchObject({ outcome: 'refused', refusal: 'UNAVAILABLE', sheets: 0 });
    expect(report.screens).not.toContain('pin');
    await world.servers.restartVrs();
  }, 120_000);
});

describe('nothing of the person is in the log', () => {
  it('has events and codes only', () => {
    const log = kiosk.log();
    expect(log).toContain('VISIT_ENDED');
    for (const trace of ['見本', '一葉', '135792468015', '19870605', '1987-06-05', '1234'])
      expect(log).not.toContain(trace);
  });
});
