/**
 * Invariant A against a hostile center (I1–I7, P0, P2): two kiosks, a relay that swaps, replays, alters, cuts, invents. Whatever
 * it does, no page leaves a printer for the wrong person, no money is taken, and the terminal closes until a named person opens
 * it.
 */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askOperations, releaseAfterComparison } from '../environment/operations-client.ts';
import { type RunningKiosk, startKiosk } from '../environment/running-kiosk.ts';
import { buildWorld, type World } from '../environment/world.ts';
import { type HostileRelay, replayTheFirst, startHostileRelay, swapBetweenTwo, type Tamper } from './hostile-relay.ts';

const TERMINALS = ['KIOSK-H1', 'KIOSK-H2'] as const;
const AlarmsSchema = v.looseObject({
  alarms: v.array(
    v.looseObject({ id: v.union([v.string(), v.number()]), terminalId: v.nullable(v.string()), code: v.string() }),
  ),
});

let world: World;
let relays: HostileRelay[] = [];
let kiosks: RunningKiosk[] = [];

beforeAll(async () => {
  world = await buildWorld({ directory: null, terminals: TERMINALS });
  for (const terminalId of TERMINALS) {
    const relay = await startHostileRelay({
      files: world.files,
      centerPort: world.servers.center.said.port,
      terminalId,
    });
    relays.push(relay);
    kiosks.push(
      await startKiosk(world, {
        terminalId,
        reader: 'virtual',
        change: (configuration) => ({
          ...configuration,
          line: { ...configuration.line, nodes: [{ host: '127.0.0.1', port: relay.port }] },
        }),
      }),
    );
  }
}, 120_000);
afterAll(async () => {
  for (const kiosk of kiosks) await kiosk.stop();
  for (const relay of relays) await relay.stop();
  await world?.stop();
  relays = [];
  kiosks = [];
}, 60_000);

const both = (): [RunningKiosk, RunningKiosk] => {
  const [first, second] = kiosks;
  if (first === undefined || second === undefined) throw new Error('Two kiosks are needed.');
  return [first, second];
};
const setTamper = (tamper: Tamper): void => {
  for (const relay of relays) relay.tamper = tamper;
};
const plan = (person: string) => ({ person, municipality: '900010', kind: 'domestic', copies: 1 }) as const;

const TerminalsSchema = v.looseObject({
  terminals: v.array(v.looseObject({ terminalId: v.string(), suspendedFor: v.nullable(v.string()) })),
});
const suspendedAtCenter = async (): Promise<string[]> => {
  const { terminals } = v.parse(TerminalsSchema, await askOperations(world, 'GET', '/operations/terminals'));
  return terminals.filter(({ suspendedFor }) => suspendedFor !== null).map(({ terminalId }) => terminalId);
};

/** A named person compares and releases: the only way a closed terminal opens again, at the terminal and at the center. */
async function release(): Promise<void> {
  for (const [i, terminalId] of TERMINALS.entries()) {
    if (kiosks[i]?.host.cause() !== 'right-person' || kiosks[i]?.host.state() === 'idle') continue;
    await expect.poll(suspendedAtCenter, { timeout: 20_000 }).toContain(terminalId);
    await releaseAfterComparison(world, terminalId, '検査 太郎');
  }
  for (const kiosk of kiosks) await expect.poll(() => kiosk.host.state(), { timeout: 20_000 }).toBe('idle');
  await expect.poll(suspendedAtCenter, { timeout: 20_000 }).toEqual([]);
}

async function expectClosed(kiosk: RunningKiosk, report: Awaited<ReturnType<RunningKiosk['visit']>>): Promise<void> {
  expect(report).toMatchObject({
    outcome: 'right-person',
    sheets: 0,
    money: { keptYen: 0, returnedYen: 0, refundedYen: 0 },
  });
  expect(report.screens).not.toContain('preview');
  expect(report.screens).not.toContain('payment');
  await expect.poll(() => kiosk.host.cause(), { timeout: 10_000 }).toBe('right-person');
}

describe('an honest relay', () => {
  it('lets both residents have their own paper at the same instant', async () => {
    setTamper((answer) => answer);
    const [first, second] = both();
    const reports = await Promise.all([first.visit(plan('ichiyo')), second.visit(plan('four-doses'))]);
    expect(reports).toMatchObject([
      { outcome: 'finished', sheets: 1 },
      { outcome: 'finished', sheets: 1 },
    ]);
  });
});

describe('a hostile relay', () => {
  afterEach(async () => {
    setTamper((answer) => answer);
    await release();
  }, 60_000);

  it('that swaps the answers of two residents gives neither a page, and the center is alarmed', async () => {
    setTamper(swapBetweenTwo());
    const [first, second] = both();
    const [one, two] = await Promise.all([first.visit(plan('ichiyo')), second.visit(plan('four-doses'))]);
    await expectClosed(first, one);
    await expectClosed(second, two);
    await expect
      .poll(
        async () => {
          const { alarms } = v.parse(AlarmsSchema, await askOperations(world, 'GET', '/operations/alarms'));
          return alarms
            .filter(({ code }) => code === 'RIGHT_PERSON_FAILED')
            .map(({ terminalId }) => terminalId)
            .sort();
        },
        { timeout: 15_000 },
      )
      .toEqual([...TERMINALS]);
  });

  it('that replays an earlier answer gives nobody the earlier paper', async () => {
    setTamper(replayTheFirst());
    const [first, second] = both();
    expect(await first.visit(plan('one-dose'))).toMatchObject({ outcome: 'finished' });
    await expectClosed(second, await second.visit(plan('ichiyo')));
  });

  it('that gives a resident their own earlier answer again is refused as well: it is not this visit’s', async () => {
    setTamper(replayTheFirst());
    const [first] = both();
    expect(await first.visit(plan('ichiyo'))).toMatchObject({ outcome: 'finished' });
    await expectClosed(first, await first.visit(plan('ichiyo')));
  });

  it.each([
    [
      'alters one character',
      ({ visitId, sealed }) => ({
        visitId,
        sealed: `${sealed.slice(0, 400)}${sealed[400] === 'A' ? 'B' : 'A'}${sealed.slice(401)}`,
      }),
    ],
    ['cuts the answer', ({ visitId, sealed }) => ({ visitId, sealed: sealed.slice(0, 2000) })],
    ['invents an answer', ({ visitId }) => ({ visitId, sealed: randomBytes(3000).toString('base64url') })],
  ] as [string, Tamper][])('that %s prints nothing and closes the terminal', async (_, tamper) => {
    setTamper(tamper);
    const [first] = both();
    await expectClosed(first, await first.visit(plan('ichiyo')));
  });

  it.each([
    ['names another visit', ({ sealed }) => ({ visitId: 'AAAAAAAAAAAAAAAAAAAAAA', sealed }) as never],
    ['answers with an empty body', () => ''],
    ['answers with something else', () => '{"doses":[]}'],
  ] as [string, Tamper][])('that %s is "unavailable", never an empty record (P10)', async (_, tamper) => {
    setTamper(tamper);
    const [first] = both();
    expect(await first.visit(plan('ichiyo'))).toMatchObject({
      outcome: 'refused',
      refusal: 'UNAVAILABLE',
      sheets: 0,
      money: { keptYen: 0 },
    });
  });
});

describe('a terminal closed by a mismatch', () => {
  it('does not open by itself, by a later success elsewhere, or by "resume" (P2)', async () => {
    setTamper(swapBetweenTwo());
    const [first, second] = both();
    await Promise.all([first.visit(plan('ichiyo')), second.visit(plan('four-doses'))]);
    setTamper((answer) => answer);
    await askOperations(world, 'POST', '/operations/commands', { terminalId: TERMINALS[0], order: { kind: 'resume' } });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(first.host.cause()).toBe('right-person');
    await release();
    expect(await first.visit(plan('ichiyo'))).toMatchObject({ outcome: 'finished' });
  }, 90_000);
});
