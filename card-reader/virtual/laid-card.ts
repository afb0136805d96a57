import type { CardApplication, CardConnection, CardError, CardImage, CardReader } from '../index.ts';
import { openCardApplication } from '../index.ts';
import { type SyntheticPerson, syntheticPeople } from './people.ts';
import { buildSyntheticCard, type SyntheticCardOptions } from './synthetic-cards.ts';
import type { VirtualCard } from './virtual-card.ts';
import { VirtualReader } from './virtual-reader.ts';

/** PIN of every synthetic person, and a wrong one. */
export const RIGHT_PIN = new Uint8Array(Buffer.from('1234'));
export const WRONG_PIN = new Uint8Array(Buffer.from('4321'));
export const CHALLENGE = Uint8Array.from({ length: 32 }, (_, index) => index);

/** The first synthetic person (fixture A). */
export function anybody(): SyntheticPerson {
  const [person] = syntheticPeople();
  if (person === undefined) throw new Error('nobody there');
  return person;
}

/** A card laid on a reader of this process and connected to; for tests. */
export type LaidCard = {
  readonly card: VirtualCard;
  readonly hands: VirtualReader;
  readonly reader: CardReader;
  readonly connection: CardConnection;
  /** Commands that reached the card, in hex. */
  readonly commands: readonly string[];
};

export async function layCard(card: VirtualCard, hands: VirtualReader = new VirtualReader()): Promise<LaidCard> {
  hands.insert(card);
  const reader = hands.openInProcess();
  const connected = await reader.connect({});
  if (connected.isErr()) throw new Error(`no connection: ${connected.error.kind}`);
  const connection = connected.value;
  const commands: string[] = [];
  return {
    card,
    hands,
    reader,
    commands,
    connection: {
      insertion: connection.insertion,
      atr: connection.atr,
      extendedLength: connection.extendedLength === true,
      disconnect: () => connection.disconnect(),
      transmit: (command, options) => {
        commands.push(Buffer.from(command).toString('hex').toUpperCase());
        return connection.transmit(command, options);
      },
    },
  };
}

/** Lays a synthetic card down and selects its AP. */
export async function openLaidCard(
  options: SyntheticCardOptions = {},
  person = anybody(),
): Promise<LaidCard & { app: CardApplication }> {
  const laid = await layCard(buildSyntheticCard(person, options));
  const opened = await openCardApplication(laid.connection);
  if (opened.isErr()) throw new Error(`no card AP: ${opened.error.kind}`);
  return { ...laid, app: opened.value };
}

/** What a whole reading gives: everything VRS needs, or the first error and where it came. */
export type Reading =
  | { kind: 'read'; image: CardImage; challengeSignature: Uint8Array; apduCount: number }
  | { kind: 'failed'; error: CardError; at: 'open' | 'tries' | 'verify' | 'read' | 'sign' };

/** One reading in the order of a visit. */
export async function readWhole(connection: CardConnection, timeoutMs = 2_000): Promise<Reading> {
  const limits = { timeoutMs };
  const opened = await openCardApplication(connection, limits);
  if (opened.isErr()) return { kind: 'failed', error: opened.error, at: 'open' };
  const app = opened.value;
  const tries = await app.triesLeft(limits);
  if (tries.isErr()) return { kind: 'failed', error: tries.error, at: 'tries' };
  const verified = await app.verifyPin(RIGHT_PIN, limits);
  if (verified.isErr()) return { kind: 'failed', error: verified.error, at: 'verify' };
  const image = await app.readAll(limits);
  if (image.isErr()) return { kind: 'failed', error: image.error, at: 'read' };
  const signature = await app.signChallenge(CHALLENGE, limits);
  if (signature.isErr()) return { kind: 'failed', error: signature.error, at: 'sign' };
  return { kind: 'read', image: image.value, challengeSignature: signature.value, apduCount: app.apduCount };
}
