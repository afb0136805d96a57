import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { losePresence, registerPlaces, retirePlace, takePresence } from '../store/index.ts';
import type { RunningAlarms } from './index.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, person, terminal } from './test-support/alarm-world.ts';

const T = 'KIOSK-A1';
const OTHER = 'KIOSK-A2';
const JAM = { devices: { pagePrinter: 'jam' } };
let world: AlarmWorld;
let left: RunningAlarms;
let right: RunningAlarms;

beforeAll(async () => {
  world = await buildAlarmWorld();
  left = await world.node();
  right = await world.node();
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  await emptyAlarmWorld(world);
  world.directiveVersion = null;
  await world.meet(T);
  await world.meet(OTHER);
  await left.care.rules();
  await right.care.rules();
});

const report = async (changes: object = {}, events: readonly object[] = [], node = left) =>
  await node.desk.takeStatus(world.status(T, changes, events));

describe('what a status shows', () => {
  test('is no alarm until it has stood for its time, to the second, whichever node looks', async () => {
    await report(JAM);
    world.advance(899);
    await report(JAM, [], right);
    await Promise.all([left.round(), right.round()]);
    expect(await world.open()).toEqual([]);
    world.advance(1);
    await Promise.all([left.round(), right.round(), left.round()]);
    expect(await world.open()).toEqual([`${T} PAGE_PRINTER_BROKEN 1`]);
    world.advance(600);
    await report(JAM);
    await Promise.all([left.round(), right.round()]);
    expect(await world.open()).toEqual([`${T} PAGE_PRINTER_BROKEN 1`]);
    expect(world.audited.filter((line) => line.startsWith('center alarm-raised'))).toHaveLength(1);
  });

  test('keeps its clock over a restart of every node', async () => {
    await report(JAM);
    world.advance(600);
    const restarted = await world.node();
    world.advance(300);
    await restarted.round();
    expect(await world.open()).toEqual([`${T} PAGE_PRINTER_BROKEN 1`]);
  });

  test('one that comes and goes within a minute is one cause, and one alarm', async () => {
    for (let second = 0; second < 900; second += 30) {
      await report(second % 60 === 0 ? JAM : {});
      await left.round();
      world.advance(30);
    }
    await report(JAM);
    await right.round();
    expect(await world.open()).toEqual([`${T} PAGE_PRINTER_BROKEN 1`]);
    for (let minute = 0; minute < 10; minute += 1) {
      await report(minute % 2 === 0 ? {} : JAM);
      world.advance(30);
      await left.round();
    }
    expect(await world.open()).toEqual([`${T} PAGE_PRINTER_BROKEN 1`]);
    expect(world.audited.filter((line) => line.startsWith('center alarm-raised'))).toHaveLength(1);
  });

  test('one that is away for longer begins anew, and its alarm ends by itself', async () => {
    await report(JAM);
    world.advance(800);
    await report();
    world.advance(61);
    await right.round();
    await report(JAM);
    world.advance(800);
    await left.round();
    expect(await world.open()).toEqual([]);
    world.advance(100);
    await left.round();
    expect(await world.open()).toEqual([`${T} PAGE_PRINTER_BROKEN 1`]);
    await report();
    world.advance(59);
    await left.round();
    expect(await world.open()).toHaveLength(1);
    world.advance(1);
    await Promise.all([left.round(), right.round()]);
    expect(await world.open()).toEqual([]);
    expect(
      world.audited.filter((line) => line.startsWith('center alarm-cleared') && line.endsWith(' gone')),
    ).toHaveLength(1);
  });

  test('one that a person clears while it shows is an alarm again after its time', async () => {
    await report(JAM);
    world.advance(900);
    await left.round();
    const [alarm] = await left.care.list({});
    expect((await left.care.clear(alarm?.id ?? 0, person('clerk'), null)).isOk()).toBe(true);
    await left.round();
    expect(await world.open()).toEqual([]);
    world.advance(899);
    await report(JAM);
    await left.round();
    expect(await world.open()).toEqual([]);
    world.advance(1);
    await left.round();
    expect(await world.open()).toEqual([`${T} PAGE_PRINTER_BROKEN 1`]);
  });

  test.each([
    ['CARD_READER_BROKEN', { devices: { cardReader: 'absent' } }],
    ['RECEIPT_PRINTER_BROKEN', { devices: { receiptPrinter: 'paper' } }],
    ['COIN_BOX_BROKEN', { devices: { coinBox: 'coin-jam' } }],
    ['CASHLESS_BROKEN', { devices: { cashless: 'absent' } }],
    ['SCREEN_BROKEN', { devices: { screens: 'absent' } }],
    ['KEY_SWITCH_OPEN', { devices: { keySwitch: 'open' } }],
    ['SUPPLIES_LOW', { warnings: ['toner-low'] }],
  ])('%s', async (code, changes) => {
    await report(changes);
    world.advance(5 * 3_600);
    await left.round();
    expect(await world.open()).toEqual([`${T} ${code} 1`]);
  });

  test('a device that is not fitted, or not looked at yet, is not broken', async () => {
    const unknown = { cardReader: 'unknown', pagePrinter: 'unknown', receiptPrinter: 'unknown', coinBox: 'unknown' };
    await report({ devices: { ...unknown, cashless: 'not-fitted', keySwitch: 'not-fitted' } });
    world.advance(5 * 3_600);
    await left.round();
    expect(await world.open()).toEqual([]);
  });

  test('an old directive is drift once it has had time to come', async () => {
    world.directiveVersion = 8;
    await report({ directiveVersion: 7 });
    world.advance(900);
    await report({ directiveVersion: 8 });
    await left.round();
    expect(await world.open()).toEqual([]);
    await left.desk.takeStatus(world.status(OTHER, { directiveVersion: 7 }));
    world.advance(900);
    await right.round();
    expect(await world.open()).toEqual([`${OTHER} DIRECTIVE_DRIFT 1`]);
  });
});

describe('what a terminal tells', () => {
  test('is an alarm at once by default, and after its time where staff have set one', async () => {
    await report({}, [{ event: 'CARD_LEFT', code: 'left' }]);
    expect(await world.open()).toEqual([`${T} CARD_LEFT 1`]);
    const rule = { severity: 'major', afterSeconds: 60, repeatMinutes: 0, notify: false, enabled: true } as const;
    expect((await right.care.changeRule('PAPER_LEFT', rule, person('clerk'))).isOk()).toBe(true);
    // The other node follows with its next round.
    await left.round();
    await report({}, [{ event: 'PAPER_LEFT', code: 'left' }]);
    world.advance(59);
    await left.round();
    expect(await world.open()).toEqual([`${T} CARD_LEFT 1`]);
    await report({}, [
      { event: 'PAPER_LEFT', code: 'gone' },
      { event: 'PAPER_LEFT', code: 'left' },
    ]);
    world.advance(59);
    await left.round();
    expect(await world.open()).toEqual([`${T} CARD_LEFT 1`]);
    world.advance(1);
    await right.round();
    const listed = await left.care.list({ severity: 'major' });
    expect(listed).toMatchObject([{ code: 'PAPER_LEFT', severity: 'major' }]);
    await report({}, [
      { event: 'PAPER_LEFT', code: 'gone' },
      { event: 'CARD_LEFT', code: 'kept', operator: 'clerk-1' },
    ]);
    expect(await world.open()).toEqual([]);
  });
});

describe('presence', () => {
  const connect = (id: string, stream: string) => takePresence(world.store.database, terminal(id), stream, world.now());
  const disconnect = (id: string, stream: string) => losePresence(world.store.database, id, stream, world.now());

  test('a connection that is gone is an alarm after its time, once, and its return ends it', async () => {
    await connect(T, 'one');
    await connect(OTHER, 'two');
    await disconnect(T, 'one');
    world.advance(180);
    await left.slowRound();
    expect(await world.open()).toEqual([]);
    world.advance(1);
    await left.desk.takeStatus(world.status(OTHER));
    await Promise.all([left.slowRound(), right.slowRound()]);
    await left.slowRound();
    expect(await world.open()).toEqual([`${T} TERMINAL_LOST 1`]);
    await connect(T, 'three');
    await right.slowRound();
    expect(await world.open()).toEqual([]);
  });

  test('a node that dies with the connection hides no terminal: one that does not report either is away', async () => {
    await connect(T, 'one');
    await connect(OTHER, 'two');
    world.advance(100);
    await left.desk.takeStatus(world.status(OTHER));
    world.advance(100);
    await right.slowRound();
    expect(await world.open()).toEqual([`${T} TERMINAL_LOST 1`]);
    await left.desk.takeStatus(world.status(T));
    await left.desk.takeStatus(world.status(OTHER));
    await right.slowRound();
    expect(await world.open()).toEqual([]);
  });

  test('one that was retired is not missed', async () => {
    const place = { chain: 'synthetic', prefecture: '13', storeId: 'S-01', storeName: 'Synthetic', serial: 'SN-0001' };
    await registerPlaces(world.store.database, [{ terminalId: terminal(T), ...place }], world.now());
    await left.desk.takeStatus(world.status(OTHER));
    world.advance(181);
    await left.desk.takeStatus(world.status(OTHER));
    await connect(OTHER, 'two');
    await left.slowRound();
    expect(await world.open()).toEqual([`${T} TERMINAL_LOST 1`]);
    await retirePlace(world.store.database, T, world.now());
    await left.slowRound();
    expect(await world.open()).toEqual([]);
  });

  test('cleared by a person, it is told again only after its time', async () => {
    world.advance(181);
    await connect(OTHER, 'two');
    await left.slowRound();
    const [alarm] = await left.care.list({ terminalId: T });
    await left.care.clear(alarm?.id ?? 0, person('clerk'), null);
    await left.slowRound();
    expect(await world.open()).toEqual([]);
    world.advance(181);
    await connect(OTHER, 'three');
    await left.slowRound();
    expect(await world.open()).toEqual([`${T} TERMINAL_LOST 1`]);
  });
});

test('a certificate with less than a sixth of its life left is an alarm until another is there', async () => {
  const place = { chain: 'synthetic', prefecture: '13', storeId: 'S-01', storeName: 'Synthetic', serial: 'SN-0001' };
  await registerPlaces(world.store.database, [{ terminalId: terminal(T), ...place }], world.now());
  const certify = async (serial: string, fromDays: number, toDays: number) => {
    const day = (days: number) => new Date(world.now().getTime() + days * 86_400_000);
    const row = { terminal_id: T, serial, key_digest: serial, issued_at: day(fromDays), expires_at: day(toDays) };
    await world.store.database
      .insertInto('terminal_certificates')
      .values({ ...row, revoked_by: null, revoked_for: null })
      .execute();
  };
  const watch = async () => {
    await takePresence(world.store.database, terminal(T), 'one', world.now());
    await left.slowRound();
    await left.round();
    return (await world.open()).filter((line) => line.includes('CERTIFICATE'));
  };
  await certify('A1', -24, 6);
  expect(await watch()).toEqual([]);
  world.advance(86_400 + 1);
  expect(await watch()).toEqual([`${T} CERTIFICATE_EXPIRING 1`]);
  await certify('A2', 0, 30);
  await watch();
  world.advance(60);
  expect(await watch()).toEqual([]);
});

test('what the audit trail could not take is written by whichever node looks later, and nobody is told before', async () => {
  world.auditIsAway = true;
  await report({}, [{ event: 'VISIT_PROCESS_DIED' }]);
  expect(await world.open()).toEqual([`${T} VISIT_PROCESS_DIED 1`]);
  expect(
    await left.care.acknowledge((await left.care.list({}))[0]?.id ?? 0, person('clerk'), null).catch(() => 'refused'),
  ).toBe('refused');
  world.auditIsAway = false;
  await right.slowRound();
  expect(world.audited.filter((line) => line.includes('VISIT_PROCESS_DIED'))).toEqual([]);
  world.advance(11);
  await right.slowRound();
  await left.slowRound();
  expect(world.audited.filter((line) => line.includes('VISIT_PROCESS_DIED'))).toEqual([
    expect.stringMatching(/^center alarm-raised KIOSK-A1:VISIT_PROCESS_DIED:\d+ major$/),
  ]);
});
