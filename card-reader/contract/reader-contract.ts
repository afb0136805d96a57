import assert from 'node:assert/strict';
import type { ReaderStatus } from '../reader.ts';
import {
  answerTo,
  connectError,
  connected,
  countTurns,
  layDown,
  newCard,
  takeAway,
  transmitError,
  until,
  untilAny,
  withReader,
} from './contract-steps.ts';
import type { ContractNeed, ContractSubject } from './contract-subject.ts';

export type ContractCase = {
  readonly name: string;
  readonly needs: readonly ContractNeed[];
  run(subject: ContractSubject): Promise<void>;
};

/** The cases that a subject offering this can be put to. */
export function contractCasesFor(offers: readonly ContractNeed[]): readonly ContractCase[] {
  return readerContract.filter(({ needs }) => needs.every((need) => offers.includes(need)));
}

const WAKE_UP = Uint8Array.of(0x00, 0xa4, 0x00, 0x00);
const SELECT_CARD_AP = Uint8Array.from(Buffer.from('00A4040C0AD3921000310001010408', 'hex'));
const VERIFY_PIN = Uint8Array.from(Buffer.from('002000910431323334', 'hex'));
const READ_NUMBER = Uint8Array.from(Buffer.from('00B0810000', 'hex'));
const DONE = '9000';

/** What every reader must do, whatever is behind it (anchor rule 10: one suite on fake, virtual and real). */
const readerContract: readonly ContractCase[] = [
  {
    name: 'tells an empty reader and has no card to connect to',
    needs: [],
    run: (subject) =>
      withReader(subject, async (reader) => {
        await until(reader, 'empty', subject.patienceMs);
        assert.equal(await connectError(reader), 'no-card');
      }),
  },
  {
    name: 'numbers every insertion and connects to the one that lies there',
    needs: [],
    run: (subject) =>
      withReader(subject, async (reader) => {
        const first = await layDown(subject, reader);
        const connection = await connected(reader);
        assert.equal(connection.insertion, first.insertion);
        if (subject.offers.includes('virtual-card'))
          assert.equal(Buffer.from(connection.atr).toString('hex'), '3b888001000005e0b381a1007f');
        assert.equal(await answerTo(connection, SELECT_CARD_AP), DONE);
        await connection.disconnect();
        await takeAway(subject, reader);
        assert.deepEqual(reader.status(), { kind: 'empty', removed: first.insertion });
        const second = await layDown(subject, reader);
        assert.ok(second.insertion > first.insertion);
      }),
  },
  {
    name: 'gives the card to one program only, and tells the other',
    needs: [],
    run: (subject) =>
      withReader(subject, (reader) =>
        withReader(subject, async (other) => {
          await layDown(subject, reader);
          const connection = await connected(reader);
          await until(other, 'in-use', subject.patienceMs);
          assert.equal(await connectError(other), 'in-use');
          assert.equal(reader.status().kind, 'card-present');
          await connection.disconnect();
          await until(other, 'card-present', subject.patienceMs);
          await (await connected(other)).disconnect();
        }),
      ),
  },
  {
    name: 'powers the card off at the end, and with it a verified PIN',
    needs: ['virtual-card'],
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
    needs: [],
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
      needs: ['virtual-card'],
      run: (subject) =>
        withReader(subject, async (reader) => {
          const { card } = await layDown(subject, reader);
          const connection = await connected(reader);
          assert.equal(await answerTo(connection, SELECT_CARD_AP), DONE);
          assert.equal(await answerTo(connection, VERIFY_PIN), DONE);
          card.addFault({ kind: 'removed', when });
          assert.equal(await transmitError(connection, READ_NUMBER), 'card-removed');
          await connection.disconnect();
          await until(reader, 'empty', subject.patienceMs);
          await layDown(subject, reader, card);
          const fresh = await connected(reader);
          assert.equal(await answerTo(fresh, SELECT_CARD_AP), DONE);
          await fresh.disconnect();
        }),
    }),
  ),
  {
    name: 'a mute card is no card one can talk to, and the next one works',
    needs: ['virtual-card'],
    run: (subject) =>
      withReader(subject, async (reader) => {
        const card = newCard();
        card.mute = true;
        await subject.hands.insert(card);
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
    needs: ['virtual-card'],
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
    needs: ['virtual-card'],
    run: (subject) =>
      withReader(subject, async (reader) => {
        const { card } = await layDown(subject, reader);
        const connection = await connected(reader);
        card.addFault({ kind: 'silent' });
        const turns = countTurns();
        assert.equal(await transmitError(connection, WAKE_UP, { timeoutMs: 150 }), 'card-silent');
        assert.ok(turns.stop() > 10, 'the event loop stood still');
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
    needs: ['virtual-card'],
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
    needs: ['virtual-card'],
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
    name: 'a signal ends the wait for a turn, and the command is not sent when the turn comes',
    needs: ['virtual-card'],
    run: (subject) =>
      withReader(subject, async (reader) => {
        const { card } = await layDown(subject, reader);
        const connection = await connected(reader);
        card.addFault({ kind: 'slow', delayMs: 300 });
        const controller = new AbortController();
        const first = answerTo(connection, SELECT_CARD_AP);
        const second = transmitError(connection, VERIFY_PIN, { signal: controller.signal });
        controller.abort();
        const ended = await Promise.race([first, second]);
        assert.equal(ended, 'aborted');
        assert.equal(await first, DONE);
        // The connection lives on, and nobody verified a PIN.
        assert.equal(await answerTo(connection, READ_NUMBER), '6982');
        await connection.disconnect();
      }),
  },
  {
    name: 'a signal given before keeps a command and a connection from being made',
    needs: [],
    run: (subject) =>
      withReader(subject, async (reader) => {
        await layDown(subject, reader);
        const signal = AbortSignal.abort();
        const refused = await reader.connect({ signal });
        assert.equal(refused.isErr() && refused.error.kind, 'aborted');
        const connection = await connected(reader);
        assert.equal(await transmitError(connection, WAKE_UP, { signal }), 'aborted');
        assert.equal(await answerTo(connection, SELECT_CARD_AP), DONE);
        await connection.disconnect();
      }),
  },
  {
    name: 'commands sent at once wait their turn, each with its own answer',
    needs: ['virtual-card'],
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
    needs: [],
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
        await until(other, 'card-present', subject.patienceMs);
        await takeAway(subject, other);
        assert.equal(heard.length, 1);
      }),
  },
  {
    name: 'a pulled reader cable is no-reader, and the reader comes back by itself',
    needs: ['cable'],
    run: (subject) =>
      withReader(subject, async (reader) => {
        await layDown(subject, reader);
        const connection = await connected(reader);
        await subject.hands.unplug();
        await until(reader, 'no-reader', subject.patienceMs);
        assert.equal(await connectError(reader), 'no-reader');
        assert.equal(await transmitError(connection, WAKE_UP), 'card-removed');
        await subject.hands.plug();
        await until(reader, 'empty', subject.patienceMs);
      }),
  },
  {
    name: 'a lost service is no-service, and after its return the card is a new insertion',
    needs: ['service'],
    run: async (subject) => {
      const { service } = subject;
      assert.ok(service);
      await withReader(subject, async (reader) => {
        const before = await layDown(subject, reader);
        const connection = await connected(reader);
        await service.stop();
        await until(reader, 'no-service', subject.patienceMs);
        assert.equal(await connectError(reader), 'no-service');
        assert.notEqual(await transmitError(connection, WAKE_UP), undefined);
        await connection.disconnect();
        await service.start();
        const back = await until(reader, 'card-present', subject.patienceMs);
        assert.ok('insertion' in back && back.insertion !== before.insertion);
        const fresh = await connected(reader);
        assert.equal(await answerTo(fresh, SELECT_CARD_AP), DONE);
        await fresh.disconnect();
      });
    },
  },
];
