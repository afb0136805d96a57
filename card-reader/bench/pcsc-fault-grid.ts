import { until } from '../contract/contract-steps.ts';
import type { CardReader } from '../index.ts';
import type { CardFault } from '../virtual/card-faults.ts';
import { buildSyntheticCard, type PcscdRig, type VirtualCard } from '../virtual/index.ts';
import { anybody, readWhole } from '../virtual/laid-card.ts';
import type { Figure } from './figure.ts';

const COMMANDS = 14;
const TIMEOUT_MS = 300;

/** One of each kind; the same kinds in all their forms strike the in-process reader in `fault-at-every-command.test.ts`. */
const FAULTS: readonly CardFault[] = [
  { kind: 'removed', when: 'before' },
  { kind: 'removed', when: 'during' },
  { kind: 'removed', when: 'after' },
  { kind: 'silent' },
  { kind: 'mute' },
  { kind: 'garbage' },
  { kind: 'one-byte' },
  { kind: 'wrong-length', change: -3 },
  { kind: 'wrong-length', change: 7 },
  { kind: 'wrong-status-word', statusWord: 0x6982 },
  { kind: 'wrong-status-word', statusWord: 0x6f00 },
  { kind: 'bit-flip', bit: 77 },
  { kind: 'endless-more-data' },
  { kind: 'first-command-failed' },
  { kind: 'tries-counter-wrong', tries: 1 },
  { kind: 'reset' },
  { kind: 'slow', delayMs: 20 },
];

/** Every kind of fault at every command, through the real pcscd. A try spent, or a next insertion that fails, throws. */
export async function benchPcscFaultGrid(reader: CardReader, rig: PcscdRig): Promise<Figure[]> {
  const ends = new Map<string, number>();
  for (const fault of FAULTS)
    for (let at = 1; at <= COMMANDS; at++) {
      const card = buildSyntheticCard(anybody());
      card.addFault(fault, at);
      const struck = await layAndRead(reader, rig, card);
      ends.set(struck, (ends.get(struck) ?? 0) + 1);
      const next = await layAndRead(reader, rig, card);
      if (next !== 'read') throw new Error(`${fault.kind} at ${at}: the next insertion was ${next}`);
      if (card.pinTriesLeft !== 3) throw new Error(`${fault.kind} at ${at}: a try was spent`);
    }
  return [
    { name: 'card: faults × commands through pcscd', value: FAULTS.length * COMMANDS, unit: 'readings' },
    ...[...ends].map(
      ([end, count]): Figure => ({ name: `card: of them, end "${end}"`, value: count, unit: 'readings' }),
    ),
  ];
}

async function layAndRead(reader: CardReader, rig: PcscdRig, card: VirtualCard): Promise<string> {
  await until(reader, 'empty');
  rig.reader.insert(card);
  await until(reader, 'card-present');
  const connection = (await reader.connect({}))._unsafeUnwrap();
  const reading = await readWhole(connection, TIMEOUT_MS);
  await connection.disconnect();
  rig.reader.remove();
  return reading.kind === 'failed' ? reading.error.kind : reading.kind;
}
