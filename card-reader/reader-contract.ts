import assert from 'node:assert/strict';
import { withDeadline } from './deadline.ts';
import type { CardConnection, CardReader, ReaderErrorKind, ReaderStatus } from './reader.ts';
import { syntheticPeople } from './virtual/people.ts';
import { buildSyntheticCard } from './virtual/synthetic-cards.ts';
import type { VirtualCard } from './virtual/virtual-card.ts';
import type { VirtualReader } from './virtual/virtual-reader.ts';

/** An implementation under the contract: hands at the slot, and a way to open one more reader on it. */
export type ContractSubject = {
  readonly hands: VirtualReader;
  open(): Promise<CardReader>;
  /** Where the implementation has a service that can go away and come back. */
  readonly service?: { stop(): Promise<void>; start(): Promise<void> };
  /** False where the hands cannot pull the reader's cable. */
  readonly pluggable: boolean;
};

export type ContractCase = {
  readonly name: string;
  /** What the subject must be able to do for this case. */
  readonly needs?: 'service' | 'pluggable';
  run(subject: ContractSubject): Promise<void>;
};

const WAKE_UP = Uint8Array.of(0x00, 0xa4, 0x00, 0x00);
const SELECT_CARD_AP = Uint8Array.from(Buffer.from('00A4040C0AD3921000310001010408', 'hex'));
const VERIFY_PIN = Uint8Array.from(Buffer.from('002000910431323334', 'hex'));
const READ_NUMBER = Uint8Array.from(Buffer.from('00B0810000', 'hex'));
const DONE = '9000';
const LONGEST_WAIT_MS = 8_000;

/** What every reader must do, whatever is behind it (anchor rule 10: one suite on fake, virtual and real). */
export const readerContract: readonly ContractCase[] = [
  {
    name: 'tells an empty reader and has no card to connect to',
    run: (subject) =>
      withReader(subject, async (reader) => {
        await until(reader, 'empty');
        assert.equal(await connectError(reader), 'no-card');
      }),
  },
  {
    name: 'numbers every insertion and connects to the one that lies there',
    run: (subject) =>
      withReader(subject, async (reader) => {
        const first = await layDown(subject, reader);
        const connection = await connected(reader);
        assert.equal(connection.insertion, first.insertion);
        assert.equal(Buffer.from(connection.atr).toString('hex'), '3b888001000005e0b381a1007f');
        assert.equal(await answerTo(connection, SELECT_CARD_AP), DONE);
        await connection.disconnect();
        await takeAway(subject, reader);
        const second = await layDown(subject, reader);
        assert.ok(second.insertion > first.insertion);
      }),
  },
  {
    name: 'gives the card to one program only, and tells the other',
    run: (subject) =>
      withReader(subject, (reader) =>
        withReader(subject, async (other) => {
          await layDown(subject, reader);
          const connection = await connected(reader);
          await until(other, 'in-use');
          assert.equal(await connectError(other), 'in-use');
          assert.equal(reader.status().kind, 'card-present');
          await connection.disconnect();
          await until(other, 'card-present');
          await (await connected(other)).disconnect();
        }),
      ),
  },
  {
    name: 'powers the card off at the end, and with it a verified PIN',
    run: (subject) =>
      withReader(subject, async (reader) => {
        await layDown(subject, reader);
        const first = await connected(reader);
        assert.equal(await answerTo(first, SELECT_CARD_AP), DONE);
        assert.equal(await answerTo(first, VERIFY_PIN), DONE);
        assert.match(await answerTo(first, READ_NUMBER), /9000$/);
        await first.disconnect();
        assert.equal(await transmitError(first, WAKE_UP), 'closed');
        const second = await connected(reader);
        assert.equal(await answerTo(second, SELECT_CARD_AP), DONE);
        assert.equal(await answerTo(second, READ_NUMBER), '6982');
        await second.disconnect();
      }),
  },
  {
    name: 'a card pulled while idle fails every later command, even when it is back',
    run: (subject) =>
      withReader(subject, async (reader) => {
        const { card } = await layDown(subject, reader);
        const connection = await connected(reader);
        await takeAway(subject, reader);
        assert.equal(await transmitError(connection, WAKE_UP), 'card-removed');
        await layDown(subject, reader, card);
        assert.equal(await transmitError(connection, WAKE_UP), 'card-removed');
        // Nobody disconnected the old connection; it must not stand in the way of the new one.
        const fresh = await connected(reader);
        assert.equal(await answerTo(fresh, SELECT_CARD_AP), DONE);
        await fresh.disconnect();
      }),
  },
  ...(['before', 'during', 'after'] as const).map(
    (when): ContractCase => ({
      name: `a card pulled ${when} a command is card-removed, and the next insertion works`,
      run: (subject) =>
        withReader(subject, async (reader) => {
          const { card } = await layDown(subject, reader);
          const connection = await connected(reader);
          assert.equal(await answerTo(connection, SELECT_CARD_AP), DONE);
          assert.equal(await answerTo(connection, VERIFY_PIN), DONE);
          card.addFault({ kind: 'removed', when });
          assert.equal(await transmitError(connection, READ_NUMBER), 'card-removed');
          await connection.disconnect();
          await until(reader, 'empty');
          await layDown(subject, reader, card);
          const fresh = await connected(reader);
          assert.equal(await answerTo(fresh, SELECT_CARD_AP), DONE);
          await fresh.disconnect();
        }),
    }),
  ),
  {
    name: 'a mute card is no card one can talk to, and the next one works',
    run: (subject) =>
      withReader(subject, async (reader) => {
        const card = newCard();
        card.mute = true;
        subject.hands.insert(card);
        const status = await untilAny(reader, ['card-mute', 'card-present']);
        assert.ok('insertion' in status);
        // A driver that finds no sense in the answer to reset may call it a protocol of its own.
        assert.match(String(await connectError(reader)), /^(card-mute|protocol-mismatch)$/);
        await takeAway(subject, reader);
        await layDown(subject, reader);
        await (await connected(reader)).disconnect();
      }),
  },
  {
    name: 'an answer of one byte is card-removed',
    run: (subject) =>
      withReader(subject, async (reader) => {
        const { card } = await layDown(subject, reader);
        const connection = await connected(reader);
        card.addFault({ kind: 'one-byte' });
        assert.equal(await transmitError(connection, WAKE_UP), 'card-removed');
        await connection.disconnect();
      }),
  },
  {
    name: 'a silent card is given up after the limit, stays unusable, and the next insertion works',
    run: (subject) =>
      withReader(subject, async (reader) => {
        const { card } = await layDown(subject, reader);
        const connection = await connected(reader);
        card.addFault({ kind: 'silent' });
        assert.equal(await transmitError(connection, WAKE_UP, { timeoutMs: 150 }), 'card-silent');
        assert.equal(await transmitError(connection, WAKE_UP), 'card-silent');
        await connection.disconnect();
        assert.equal(await connectError(reader), 'card-silent');
        await takeAway(subject, reader);
        await layDown(subject, reader, card);
        const fresh = await connected(reader);
        assert.equal(await answerTo(fresh, SELECT_CARD_AP), DONE);
        await fresh.disconnect();
      }),
  },
  {
    name: 'an answer that comes after its limit is given to nobody',
    run: (subject) =>
      withReader(subject, async (reader) => {
        const { card } = await layDown(subject, reader);
        const connection = await connected(reader);
        card.addFault({ kind: 'slow', delayMs: 400 });
        assert.equal(await transmitError(connection, SELECT_CARD_AP, { timeoutMs: 100 }), 'card-silent');
        await connection.disconnect();
        await takeAway(subject, reader);
        await layDown(subject, reader, card);
        const fresh = await connected(reader);
        // A late 9000 of the SELECT above would be taken for the answer to this one.
        assert.equal(await answerTo(fresh, READ_NUMBER), '6a82');
        await fresh.disconnect();
      }),
  },
  {
    name: 'a signal ends the wait for a command',
    run: (subject) =>
      withReader(subject, async (reader) => {
        const { card } = await layDown(subject, reader);
        const connection = await connected(reader);
        card.addFault({ kind: 'silent' });
        const controller = new AbortController();
        const error = transmitError(connection, WAKE_UP, { signal: controller.signal });
        setTimeout(() => controller.abort(), 50);
        assert.equal(await error, 'aborted');
        await connection.disconnect();
        await takeAway(subject, reader);
      }),
  },
  {
    name: 'commands sent at once wait their turn, each with its own answer',
    run: (subject) =>
      withReader(subject, async (reader) => {
        await layDown(subject, reader);
        const connection = await connected(reader);
        const answers = [SELECT_CARD_AP, VERIFY_PIN, READ_NUMBER].map((command) => answerTo(connection, command));
        const [selected, verified, number] = await Promise.all(answers);
        assert.deepEqual([selected, verified], [DONE, DONE]);
        assert.equal(number?.length, (17 + 2) * 2);
        await connection.disconnect();
      }),
  },
  {
    name: 'a closed reader lets the card go, connects no more and tells no more',
    run: (subject) =>
      withReader(subject, async (other) => {
        const reader = await subject.open();
        await layDown(subject, reader);
        const connection = await connected(reader);
        const heard: ReaderStatus[] = [];
        reader.watch((status) => heard.push(status));
        await reader.close();
        assert.equal(await connectError(reader), 'closed');
        assert.equal(await transmitError(connection, WAKE_UP), 'closed');
        await until(other, 'card-present');
        await takeAway(subject, other);
        assert.equal(heard.length, 1);
      }),
  },
  {
    name: 'a pulled reader cable is no-reader, and the reader comes back by itself',
    needs: 'pluggable',
    run: (subject) =>
      withReader(subject, async (reader) => {
        await layDown(subject, reader);
        const connection = await connected(reader);
        subject.hands.unplug();
        await until(reader, 'no-reader');
        assert.equal(await connectError(reader), 'no-reader');
        assert.equal(await transmitError(connection, WAKE_UP), 'card-removed');
        subject.hands.plug();
        await until(reader, 'empty');
      }),
  },
  {
    name: 'a lost service is no-service, and after its return the card is a new insertion',
    needs: 'service',
    run: async (subject) => {
      const { service } = subject;
      assert.ok(service);
      await withReader(subject, async (reader) => {
        const before = await layDown(subject, reader);
        const connection = await connected(reader);
        await service.stop();
        await until(reader, 'no-service');
        assert.equal(await connectError(reader), 'no-service');
        assert.notEqual(await transmitError(connection, WAKE_UP), undefined);
        await connection.disconnect();
        await service.start();
        const back = await until(reader, 'card-present');
        assert.ok('insertion' in back && back.insertion !== before.insertion);
        const fresh = await connected(reader);
        assert.equal(await answerTo(fresh, SELECT_CARD_AP), DONE);
        await fresh.disconnect();
      });
    },
  },
];

/** Waits until the reader shows a status of this kind; a wait that is too long fails the case. */
export function until(reader: CardReader, kind: ReaderStatus['kind']): Promise<ReaderStatus> {
  return untilAny(reader, [kind]);
}

async function untilAny(reader: CardReader, kinds: readonly ReaderStatus['kind'][]): Promise<ReaderStatus> {
  let stop: () => void = () => undefined;
  const seen = new Promise<ReaderStatus>((resolve) => {
    stop = reader.watch((status) => {
      if (kinds.includes(status.kind)) resolve(status);
    });
  });
  const end = await withDeadline(seen, { timeoutMs: LONGEST_WAIT_MS });
  stop();
  assert.equal(end.kind, 'done', `the reader never became ${kinds.join(' or ')}, it is ${reader.status().kind}`);
  assert.ok(end.kind === 'done');
  return end.value;
}

async function withReader(subject: ContractSubject, use: (reader: CardReader) => Promise<void>): Promise<void> {
  const reader = await subject.open();
  try {
    await use(reader);
  } finally {
    subject.hands.remove();
    await reader.close();
  }
}

async function layDown(
  subject: ContractSubject,
  reader: CardReader,
  card: VirtualCard = newCard(),
): Promise<{ card: VirtualCard; insertion: number }> {
  await until(reader, 'empty');
  subject.hands.insert(card);
  const status = await until(reader, 'card-present');
  assert.ok('insertion' in status);
  return { card, insertion: status.insertion };
}

async function takeAway(subject: ContractSubject, reader: CardReader): Promise<void> {
  subject.hands.remove();
  await until(reader, 'empty');
}

function newCard(): VirtualCard {
  const [person] = syntheticPeople();
  assert.ok(person);
  return buildSyntheticCard(person);
}

async function connected(reader: CardReader): Promise<CardConnection> {
  const connection = await reader.connect({});
  assert.ok(connection.isOk(), `no connection: ${connection.isErr() ? connection.error.kind : ''}`);
  return connection.value;
}

async function connectError(reader: CardReader): Promise<ReaderErrorKind | undefined> {
  const connection = await reader.connect({ timeoutMs: 2_000 });
  return connection.isErr() ? connection.error.kind : undefined;
}

async function answerTo(connection: CardConnection, command: Uint8Array): Promise<string> {
  const answer = await connection.transmit(command);
  assert.ok(answer.isOk(), `no answer: ${answer.isErr() ? answer.error.kind : ''}`);
  return Buffer.from(answer.value).toString('hex');
}

async function transmitError(
  connection: CardConnection,
  command: Uint8Array,
  options: Parameters<CardConnection['transmit']>[1] = {},
): Promise<ReaderErrorKind | undefined> {
  const answer = await connection.transmit(command, options);
  return answer.isErr() ? answer.error.kind : undefined;
}
