import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './contract/contract-steps.ts';
import { type CardReader, openCardApplication, openReader, verifyCard, wipeCardImage } from './index.ts';
import {
  buildSyntheticCard,
  startPcscdRig,
  syntheticCardAnchors,
  syntheticFilesOf,
  syntheticPeople,
  VirtualReader,
} from './virtual/index.ts';

type Figure = { name: string; value: number; unit: string; floor?: number };

const VISITS = 20;
/** Bytes of one READ BINARY block, the most a short answer holds. */
const BLOCK = 256;
/** SELECT, tries, VERIFY, signature: what no reader can leave out besides the blocks of the files. */
const COMMANDS_BESIDES_READING = 4;
/** ISO/IEC 14443-3 type B at 106 kbit/s: ten bit times for each byte, without guard times and framing. */
const BYTES_PER_MS_AT_106_KBIT = 10.6;

/** What one visit costs at the card, with the least possible beside it; times with a card that needs no time itself. */
export async function benchCard(): Promise<Figure[]> {
  const hands = new VirtualReader();
  const [person] = syntheticPeople();
  if (person === undefined) throw new Error('nobody there');
  hands.insert(buildSyntheticCard(person));
  const inProcess = await visits(hands.openInProcess());
  const files = syntheticFilesOf(person);
  const blocks = [0x0001, 0x0002, 0x0003, 0x0004, 0x0007]
    .map((file) => Math.ceil((files.get(file)?.length ?? 0) / BLOCK))
    .reduce((sum, count) => sum + count, 0);

  const figures: Figure[] = [
    { name: 'card: commands a visit', value: inProcess.apdus, unit: '', floor: COMMANDS_BESIDES_READING + blocks },
    { name: 'card: bytes both ways a visit', value: inProcess.bytes, unit: 'bytes' },
    {
      name: 'card: time of these bytes at 106 kbit/s',
      value: inProcess.bytes / BYTES_PER_MS_AT_106_KBIT,
      unit: 'ms',
    },
    { name: 'card: whole visit in process, median', value: inProcess.medianMs, unit: 'ms' },
    { name: 'card: verification of a card by VRS, median', value: inProcess.verifyMs, unit: 'ms' },
  ];
  const throughService = await benchPcsc();
  if (throughService !== undefined)
    figures.push({
      name: 'card: whole visit through pcscd, median',
      value: throughService,
      unit: 'ms',
      floor: inProcess.medianMs,
    });
  return figures;
}

async function benchPcsc(): Promise<number | undefined> {
  const directory = await mkdtemp(join(tmpdir(), 'card-'));
  const started = await startPcscdRig({ directory });
  if (started.isErr()) return undefined;
  const rig = started.value;
  try {
    const [person] = syntheticPeople();
    if (person === undefined) throw new Error('nobody there');
    const reader = await openReader({ kind: 'pcsc', socketPath: rig.socketPath });
    rig.reader.insert(buildSyntheticCard(person));
    await until(reader, 'card-present');
    return (await visits(reader)).medianMs;
  } finally {
    await rig.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function visits(reader: CardReader): Promise<{
  apdus: number;
  bytes: number;
  medianMs: number;
  verifyMs: number;
}> {
  const times: number[] = [];
  const verifyTimes: number[] = [];
  let apdus = 0;
  let bytes = 0;
  for (let visit = 0; visit < VISITS; visit++) {
    const challenge = randomBytes(32);
    const start = performance.now();
    const connection = (await reader.connect({}))._unsafeUnwrap();
    const card = (await openCardApplication(connection))._unsafeUnwrap();
    (await card.triesLeft())._unsafeUnwrap();
    (await card.verifyPin(Buffer.from('1234')))._unsafeUnwrap();
    const image = (await card.readAll())._unsafeUnwrap();
    const challengeSignature = (await card.signChallenge(challenge))._unsafeUnwrap();
    await connection.disconnect();
    times.push(performance.now() - start);
    const verifyStart = performance.now();
    verifyCard({ image, challenge, challengeSignature, anchors: syntheticCardAnchors() })._unsafeUnwrap();
    verifyTimes.push(performance.now() - verifyStart);
    wipeCardImage(image);
    apdus = card.apduCount;
    bytes = card.byteCount;
  }
  await reader.close();
  return { apdus, bytes, medianMs: median(times), verifyMs: median(verifyTimes) };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
