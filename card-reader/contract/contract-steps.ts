import assert from 'node:assert/strict';
import { withDeadline } from '../deadline.ts';
import type { CardConnection, CardReader, ReaderErrorKind, ReaderStatus } from '../reader.ts';
import { syntheticPeople } from '../virtual/people.ts';
import { buildSyntheticCard } from '../virtual/synthetic-cards.ts';
import type { VirtualCard } from '../virtual/virtual-card.ts';
import type { ContractSubject } from './contract-subject.ts';

const LONGEST_WAIT_MS = 8_000;

/** Waits until the reader shows a status of this kind; a wait that is too long fails the case. */
export function until(
  reader: CardReader,
  kind: ReaderStatus['kind'],
  timeoutMs = LONGEST_WAIT_MS,
): Promise<ReaderStatus> {
  return untilAny(reader, [kind], timeoutMs);
}

export async function untilAny(
  reader: CardReader,
  kinds: readonly ReaderStatus['kind'][],
  timeoutMs = LONGEST_WAIT_MS,
): Promise<ReaderStatus> {
  let stop: () => void = () => undefined;
  const seen = new Promise<ReaderStatus>((resolve) => {
    stop = reader.watch((status) => {
      if (kinds.includes(status.kind)) resolve(status);
    });
  });
  const end = await withDeadline(seen, { timeoutMs });
  stop();
  assert.equal(end.kind, 'done', `the reader never became ${kinds.join(' or ')}, it is ${reader.status().kind}`);
  assert.ok(end.kind === 'done');
  return end.value;
}

export async function withReader(subject: ContractSubject, use: (reader: CardReader) => Promise<void>): Promise<void> {
  const reader = await subject.open();
  try {
    await use(reader);
  } finally {
    await subject.hands.remove();
    await reader.close();
  }
}

export async function layDown(
  subject: ContractSubject,
  reader: CardReader,
  card: VirtualCard = newCard(),
): Promise<{ card: VirtualCard; insertion: number }> {
  await until(reader, 'empty', subject.patienceMs);
  await subject.hands.insert(card);
  const status = await until(reader, 'card-present', subject.patienceMs);
  assert.ok('insertion' in status);
  return { card, insertion: status.insertion };
}

export async function takeAway(subject: ContractSubject, reader: CardReader): Promise<void> {
  await subject.hands.remove();
  await until(reader, 'empty', subject.patienceMs);
}

export function newCard(): VirtualCard {
  const [person] = syntheticPeople();
  assert.ok(person);
  return buildSyntheticCard(person);
}

export async function connected(reader: CardReader): Promise<CardConnection> {
  const connection = await reader.connect({});
  assert.ok(connection.isOk(), `no connection: ${connection.isErr() ? connection.error.kind : ''}`);
  return connection.value;
}

export async function connectError(reader: CardReader): Promise<ReaderErrorKind | undefined> {
  const connection = await reader.connect({ timeoutMs: 2_000 });
  return connection.isErr() ? connection.error.kind : undefined;
}

export async function answerTo(connection: CardConnection, command: Uint8Array): Promise<string> {
  const answer = await connection.transmit(command);
  assert.ok(answer.isOk(), `no answer: ${answer.isErr() ? answer.error.kind : ''}`);
  return Buffer.from(answer.value).toString('hex');
}

export async function transmitError(
  connection: CardConnection,
  command: Uint8Array,
  options: Parameters<CardConnection['transmit']>[1] = {},
): Promise<ReaderErrorKind | undefined> {
  const answer = await connection.transmit(command, options);
  return answer.isErr() ? answer.error.kind : undefined;
}

/** Counts turns of the event loop until stopped: a blocked loop has none. */
export function countTurns(): { stop(): number } {
  let turns = 0;
  let next = setImmediate(count);
  function count(): void {
    turns += 1;
    next = setImmediate(count);
  }
  return {
    stop: () => {
      clearImmediate(next);
      return turns;
    },
  };
}
