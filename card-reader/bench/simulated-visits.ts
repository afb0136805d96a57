import { type BitRateKbps, exchangeTimeMs, lineTimeMs } from '../virtual/card-timing.ts';
import { anybody } from '../virtual/laid-card.ts';
import { buildSyntheticCard, syntheticFilesOf } from '../virtual/synthetic-cards.ts';
import { VirtualReader } from '../virtual/virtual-reader.ts';
import { type Figure, median } from './figure.ts';
import { type Exchange, oneVisit, type Visit } from './visits.ts';

const VISITS = 20;
const BIT_RATES = [106, 212, 424] as const;
/** What the least possible has to send besides reading: SELECT, tries query, VERIFY, signature. */
const COMMANDS_BESIDES_READING = 4;
const FILES = [0x0001, 0x0002, 0x0003, 0x0004, 0x0007] as const;
/** Data of one short answer. */
const SHORT_BLOCK = 256;

/** What a visit costs at the card, in commands, bytes and simulated time, with ISO/IEC 7816-4's minimum beside it. */
export async function benchVisitCost(): Promise<Figure[]> {
  const short = await visits(false);
  const extended = await visits(true);
  const lengths = FILES.map((file) => syntheticFilesOf(anybody()).get(file)?.length ?? 0);
  const shortBlocks = lengths.reduce((sum, length) => sum + Math.ceil(length / SHORT_BLOCK), 0);
  const figures: Figure[] = [
    {
      name: 'card: commands a visit, short',
      value: short.last.apdus,
      unit: '',
      floor: COMMANDS_BESIDES_READING + shortBlocks,
    },
    {
      name: 'card: commands a visit, reader and card with extended length (ISO/IEC 7816-4 minimum)',
      value: extended.last.apdus,
      unit: '',
      floor: COMMANDS_BESIDES_READING + FILES.length,
    },
    {
      name: 'card: bytes both ways a visit, short',
      value: short.last.bytes,
      unit: 'bytes',
      floor: extended.last.bytes,
    },
    { name: 'card: whole visit in process, median', value: short.medianMs, unit: 'ms' },
    { name: 'card: verification of a card by VRS, median', value: short.verifyMs, unit: 'ms' },
  ];
  for (const rate of BIT_RATES) {
    figures.push({
      name: `card: line alone at ${rate} kbit/s`,
      value: onLine(short.exchanges, rate),
      unit: 'ms',
      floor: onLine(extended.exchanges, rate),
    });
    const simulated = await simulatedVisit(rate);
    figures.push({
      name: `card: whole visit at ${rate} kbit/s, simulated with assumed chip times`,
      value: simulated,
      unit: 'ms',
      floor: withChip(extended.exchanges, rate),
    });
  }
  return figures;
}

async function visits(
  extendedLength: boolean,
): Promise<{ last: Visit; medianMs: number; verifyMs: number; exchanges: Exchange[] }> {
  const hands = new VirtualReader('Synthetic Reader', { extendedLength });
  hands.insert(buildSyntheticCard(anybody(), { habits: { extendedLength } }));
  const reader = hands.openInProcess();
  const exchanges: Exchange[] = [];
  let last = await oneVisit(reader, exchanges);
  const all: Visit[] = [];
  for (let visit = 0; visit < VISITS; visit++) {
    last = await oneVisit(reader);
    all.push(last);
  }
  await reader.close();
  return {
    last,
    exchanges,
    medianMs: median(all.map(({ readMs }) => readMs)),
    verifyMs: median(all.map(({ verifyMs }) => verifyMs)),
  };
}

async function simulatedVisit(bitRateKbps: BitRateKbps): Promise<number> {
  const hands = new VirtualReader();
  hands.insert(buildSyntheticCard(anybody(), { timing: { bitRateKbps } }));
  const reader = hands.openInProcess();
  const times: number[] = [];
  for (let visit = 0; visit < 3; visit++) times.push((await oneVisit(reader)).readMs);
  await reader.close();
  return median(times);
}

function onLine(exchanges: readonly Exchange[], rate: BitRateKbps): number {
  return exchanges.reduce((sum, { command, answerLength }) => sum + lineTimeMs(rate, command.length, answerLength), 0);
}

function withChip(exchanges: readonly Exchange[], rate: BitRateKbps): number {
  const timing = { bitRateKbps: rate };
  return exchanges.reduce(
    (sum, { command, answerLength }) => sum + exchangeTimeMs(timing, command, new Uint8Array(answerLength)),
    0,
  );
}
