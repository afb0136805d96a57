/** Two terminals at one center and one VRS, and what happens to them. */
import type { CertificateFonts } from '../../../printing/index.ts';
import { type Box, openBox } from '../box/box.ts';
import type { FakeTime } from '../box/fake-time.ts';
import type { Mutant } from '../box/mutant.ts';
import { RESIDENTS, type Resident, transitCard } from '../box/people.ts';
import { actAsAsked } from '../box/resident-robot.ts';
import { type Country, country } from '../box/vrs-model.ts';
import { signIn } from '../grid/states.ts';
import type { ProofEvent } from './events.ts';

const AFTER_EVENT_MS = 150;
const ACT_MS = 400;
const WISHES = { copies: 2, coinYen: 500 };
const REPAIR_MS = 30_000;
/** Longer than any visit waits for anything. */
const END_LIMIT_MS = 15 * 60_000;
const STEP_MS = 2_000;

export type ProofWorld = {
  time: FakeTime;
  fonts: CertificateFonts;
  mutant?: Mutant;
  /** Told once all is over, whatever was found: how much happened. */
  count?: (counts: ProofCounts) => void;
};

/** How much a run has proved. */
export type ProofCounts = { visits: number; cardsRead: number; payments: number; sheets: number; alarms: number };

/** Plays the events and says which invariants were broken, and after which event; empty when all held to the end. */
export async function replay(events: readonly ProofEvent[], o: ProofWorld): Promise<string[]> {
  const { time } = o;
  time.restart();
  const upstream = await country(() => time.nowMs());
  const boxes = [
    await openBox({ ...o, country: upstream, terminalId: 'BOX-1' }),
    await openBox({ ...o, country: upstream, terminalId: 'BOX-2' }),
  ];
  try {
    await time.advance(1_500);
    for (const [index, event] of events.entries()) {
      await happen(event, boxes, upstream);
      await time.advance(AFTER_EVENT_MS);
      const broken = lookAt(boxes);
      if (broken.length > 0) return broken.map((what) => `after event ${index} (${event.kind}): ${what}`);
    }
    await repair(boxes, upstream);
    await settleDown(boxes);
    for (const box of boxes) box.witness.lookAtTheEnd(box.screens.text());
    return faultsOf(boxes).map((what) => `in the end: ${what}`);
  } finally {
    for (const { witness, fee, printer } of boxes) {
      o.count?.({
        visits: witness.visits.length,
        cardsRead: witness.visits.filter(({ resident }) => resident !== null).length,
        payments: fee.payments.length,
        sheets: printer.sheets.length,
        alarms: witness.alarms,
      });
    }
    for (const box of boxes) await box.end();
  }
}

async function happen(event: ProofEvent, boxes: readonly Box[], upstream: Country): Promise<void> {
  if (event.kind === 'wait') return boxes[0]?.time.advance(event.ms);
  if (event.kind === 'price' || event.kind === 'service') return order(event, boxes, upstream);
  const box = boxes[event.box];
  if (box === undefined) throw new Error('There are two boxes.');
  return await happenAt(event, box);
}

function order(
  event: Extract<ProofEvent, { kind: 'price' | 'service' }>,
  boxes: readonly Box[],
  upstream: Country,
): void {
  if (event.kind === 'price') {
    upstream.order({ prices: [{ effectiveFrom: '2022-07-26T00:00:00.000Z', copyYen: event.copyYen }] });
  } else {
    upstream.order({
      service: event.on ? { state: 'on' } : { state: 'off', reason: { ja: '架空', en: 'synthetic' } },
    });
  }
  for (const { line } of boxes) line.changed.tell();
}

async function happenAt(event: Exclude<ProofEvent, { kind: 'wait' | 'price' | 'service' }>, box: Box): Promise<void> {
  switch (event.kind) {
    case 'act':
      return await actTimes(box, RESIDENTS[event.who], event.times);
    case 'touch':
      return box.screens.staleTouch(event.action, event.screensAgo);
    case 'lay-card':
      return box.layCard(RESIDENTS[event.who]);
    case 'lay-other-card':
      return box.layOtherCard(transitCard());
    case 'take-card':
      return box.takeCard();
    case 'coin':
      return box.insertCoin(event.yen);
    case 'clerk-signs-in':
      return box.hostIsUp ? await signIn(box) : undefined;
    case 'printer':
      return box.printer.setFault(event.fault);
    case 'abort-job':
      return box.printer.abortJob();
    case 'fee':
      return box.fee.setFault(event.fault);
    case 'receipts':
      box.receipts.isReady = event.ready;
      return;
    case 'reader':
      return event.plugged ? box.reader.plug() : box.reader.unplug();
    case 'line':
      box.line.isUp = event.up;
      return box.line.changed.tell();
    case 'upstream':
      box.line.upstream = event.what;
      return;
    case 'visit-dies':
      return box.visit?.crash();
    case 'visit-hangs':
      return box.visit?.hang();
    case 'host-dies':
      box.crashHost();
      return await box.startHost();
    case 'power-cut':
      box.cutPower();
      return await box.startHost();
    case 'clock':
      return box.jumpClock(event.byMs);
    case 'command':
      return box.command(orderOf(event.order));
    default: {
      const never: never = event;
      throw new Error(`Unknown event ${JSON.stringify(never)}`);
    }
  }
}

/** One thing after another, as long as there is one to be done. */
async function actTimes(box: Box, who: Resident, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    actAsAsked(box, who, WISHES);
    await box.time.advance(ACT_MS);
  }
}

function orderOf(order: Extract<ProofEvent, { kind: 'command' }>['order']): Parameters<Box['command']>[0] {
  switch (order) {
    case 'release-right-person':
      return { kind: order, releasedBy: 'synthetic' };
    case 'clear-paper':
      return { kind: order, clearedBy: 'synthetic' };
    case 'suspend':
    case 'resume':
      return { kind: order };
    default: {
      const never: never = order;
      throw new Error(`Unknown order ${String(never)}`);
    }
  }
}

/** Everything is mended and everybody goes away. */
async function repair(boxes: readonly Box[], upstream: Country): Promise<void> {
  upstream.order({ service: { state: 'on' } });
  for (const box of boxes) {
    box.line.isUp = true;
    box.line.upstream = null;
    box.printer.setFault('none');
    box.fee.setFault('none');
    box.receipts.isReady = true;
    box.reader.plug();
    box.takeCard();
    box.line.changed.tell();
    box.screens.touch({ type: 'operator-lock' });
  }
  await boxes[0]?.time.advance(REPAIR_MS);
}

async function settleDown(boxes: readonly Box[]): Promise<void> {
  const [first] = boxes;
  if (first === undefined) return;
  const limit = first.time.nowMs() + END_LIMIT_MS;
  while (boxes.some((box) => box.visit !== null || box.host.state() === 'visit')) {
    if (first.time.nowMs() > limit) {
      first.witness.blame('D: a visit that does not end');
      return;
    }
    await first.time.advance(STEP_MS);
    lookAt(boxes);
  }
  await first.time.advance(REPAIR_MS);
}

function lookAt(boxes: readonly Box[]): string[] {
  for (const box of boxes) {
    const nobody = box.hostIsUp && box.visit === null && box.host.state() !== 'visit';
    box.witness.look(nobody ? box.screens.text() : null);
  }
  return faultsOf(boxes);
}

const faultsOf = (boxes: readonly Box[]): string[] =>
  boxes.flatMap(({ witness }, index) => witness.faults.map((what) => `terminal ${index + 1}: ${what}`));
