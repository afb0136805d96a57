import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { fromHex } from '../apdu/hex.ts';
import {
  type CardConnection,
  type CardError,
  type CardHolder,
  type CardReader,
  openCardApplication,
  parseCardImage,
  verifyCard,
  wipeCardImage,
} from '../index.ts';
import { syntheticCardAnchors } from '../virtual/index.ts';
import { askPin } from './ask-pin.ts';
import { traceConnection } from './masked-trace.ts';

type Tell = (line: string) => void;

const CARD_WAIT_MS = 30_000;
/** VERIFY, CHANGE REFERENCE DATA, RESET RETRY COUNTER in both forms, and EXTERNAL and GENERAL AUTHENTICATE. */
const COSTLY = [0x20, 0x21, 0x24, 0x25, 0x2c, 0x2d, 0x82, 0x86, 0x87];

/** Waits for a card and connects to it. */
export async function connectWhenLaid(reader: CardReader, tell: Tell): Promise<Result<CardConnection, CardError>> {
  tell(`${reader.name}: ${reader.status().kind}`);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, CARD_WAIT_MS);
    const stop = reader.watch((status) => {
      if (status.kind === 'card-present' || status.kind === 'card-mute') setImmediate(done);
    });
    function done(): void {
      clearTimeout(timer);
      stop();
      resolve();
    }
  });
  return reader.connect({});
}

/** One reading as in a visit: tries, PIN, files, challenge, verification. Shows the holder only when `clear`. */
export async function readCard(
  connection: CardConnection,
  options: { pin: Uint8Array | undefined; clear: boolean; tell: Tell },
): Promise<Result<void, CardError>> {
  const { clear, tell } = options;
  const opened = await openCardApplication(traceConnection(connection, tell, clear));
  if (opened.isErr()) return err(opened.error);
  const card = opened.value;
  const tries = await card.triesLeft();
  if (tries.isErr()) return err(tries.error);
  tell(`tries left: ${tries.value}`);
  if (tries.value === 0) return err({ kind: 'pin-locked' });
  const pin = options.pin ?? (await askPin('券面事項入力補助用暗証番号 (4 digits): '));
  if (pin === undefined) return err({ kind: 'aborted' });
  const verified = await card.verifyPin(pin);
  pin.fill(0);
  if (verified.isErr()) return err(verified.error);

  const image = await card.readAll();
  if (image.isErr()) return err(image.error);
  const challenge = randomBytes(32);
  const signature = await card.signChallenge(challenge);
  const holder = parseCardImage(image.value);
  tell(holder.isOk() ? describeHolder(holder.value, clear) : `not readable: ${holder.error.file}`);
  if (signature.isOk()) {
    const verdict = verifyCard({
      image: image.value,
      challenge,
      challengeSignature: signature.value,
      anchors: syntheticCardAnchors(),
    });
    tell(`with the synthetic anchor: ${verdict.isOk() ? 'genuine' : verdict.error.kind}`);
  }
  tell(`${card.apduCount} commands, ${card.byteCount} bytes`);
  wipeCardImage(image.value);
  return signature.map(() => undefined);
}

function describeHolder(holder: CardHolder, clear: boolean): string {
  const lengths = `name of ${[...holder.name].length} and address of ${[...holder.address].length} characters`;
  if (!clear) return `read: number, ${lengths}, birth date, sex (not shown)`;
  const { individualNumber, name, address, birthDate, sex } = holder;
  return `read: ${individualNumber} ${name} ${address} ${birthDate} ${sex}`;
}

/** Sends commands as given. A PIN is refused here: one slip of the finger costs a resident a try. */
export async function sendCommands(
  connection: CardConnection,
  commands: readonly string[],
  options: { clear: boolean; tell: Tell },
): Promise<Result<void, CardError>> {
  const traced = traceConnection(connection, options.tell, options.clear);
  for (const hex of commands) {
    const command = fromHex(hex);
    if (COSTLY.includes(command[1] ?? 0) && command.length > 5) {
      options.tell('refused: this command can cost tries; use "read"');
      return err({ kind: 'aborted' });
    }
    const answer = await traced.transmit(command);
    if (answer.isErr()) return err(answer.error);
  }
  return ok();
}
