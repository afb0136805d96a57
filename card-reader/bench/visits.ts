import { randomBytes } from 'node:crypto';
import { type CardConnection, type CardReader, openCardApplication, verifyCard, wipeCardImage } from '../index.ts';
import { syntheticCardAnchors } from '../virtual/index.ts';
import { RIGHT_PIN } from '../virtual/laid-card.ts';

/** Lengths of one command and its answer. */
export type Exchange = { readonly command: Uint8Array; readonly answerLength: number };

export type Visit = {
  readonly apdus: number;
  readonly bytes: number;
  readonly readMs: number;
  readonly verifyMs: number;
};

/** One visit at the card as the visit process makes it, and the verification VRS makes of it. A failure throws. */
export async function oneVisit(reader: CardReader, record?: Exchange[]): Promise<Visit> {
  const challenge = randomBytes(32);
  const start = performance.now();
  const connection = (await reader.connect({}))._unsafeUnwrap();
  const recorded = record === undefined ? connection : recording(connection, record);
  const card = (await openCardApplication(recorded))._unsafeUnwrap();
  (await card.triesLeft())._unsafeUnwrap();
  (await card.verifyPin(RIGHT_PIN))._unsafeUnwrap();
  const image = (await card.readAll())._unsafeUnwrap();
  const challengeSignature = (await card.signChallenge(challenge))._unsafeUnwrap();
  await connection.disconnect();
  const readMs = performance.now() - start;
  verifyCard({ image, challenge, challengeSignature, anchors: syntheticCardAnchors() })._unsafeUnwrap();
  const verifyMs = performance.now() - start - readMs;
  wipeCardImage(image);
  return { apdus: card.apduCount, bytes: card.byteCount, readMs, verifyMs };
}

/** Keeps header and lengths, never data. */
function recording(connection: CardConnection, record: Exchange[]): CardConnection {
  return {
    insertion: connection.insertion,
    atr: connection.atr,
    extendedLength: connection.extendedLength === true,
    disconnect: () => connection.disconnect(),
    transmit: async (command, options) => {
      const header = new Uint8Array(command.length);
      header.set(command.subarray(0, 4));
      const answer = await connection.transmit(command, options);
      record.push({ command: header, answerLength: answer.isOk() ? answer.value.length : 0 });
      return answer;
    },
  };
}
