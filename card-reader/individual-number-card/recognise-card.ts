import { err, ok, type Result } from 'neverthrow';
import { fromHex } from '../apdu/hex.ts';
import { meaningOf, STATUS } from '../apdu/status-words.ts';
import type { CallOptions } from '../reader.ts';
import { APPLICATION, TOKEN_FILE, TOKEN_NAMES } from './applications.ts';
import { type CardError, unexpectedStatus, type WrongCardHint } from './card-error.ts';
import type { CardExchange } from './card-exchange.ts';

/**
 * Selects 券面事項入力補助AP. The name decides, never the ATR: real cards and readers show many. Some cards fail the
 * first command after power-up, so anything but success is tried once more behind a wake-up whose answer is ignored.
 */
export async function selectCardApplication(
  exchange: CardExchange,
  options: CallOptions = {},
): Promise<Result<void, CardError>> {
  let answer = await exchange.send(selectApplication(APPLICATION.cardInfoInput), options);
  if (answer.isErr() || answer.value.statusWord !== STATUS.done) {
    if (exchange.failure !== undefined) return err(exchange.failure);
    await exchange.send({ cla: 0x00, ins: 0xa4, p1: 0x00, p2: 0x00 }, options);
    answer = await exchange.send(selectApplication(APPLICATION.cardInfoInput), options);
  }
  if (answer.isErr()) return err(answer.error);
  const { statusWord } = answer.value;
  switch (meaningOf(statusWord).kind) {
    case 'done':
      return ok();
    case 'notFound':
      return recogniseOther(exchange, options);
    case 'instructionUnknown':
    case 'classUnknown':
    case 'channelNotSupported':
      return err(wrongCard(isStorageCard(exchange.atr) ? 'storage-card' : 'other'));
    default:
      // A reader may answer a storage card's SELECT with anything; its own answer to reset then tells more.
      return err(
        isStorageCard(exchange.atr) ? wrongCard('storage-card') : unexpectedStatus('select card AP', statusWord),
      );
  }
}

/**
 * Asks for the applications of other things people lay down, so that the screen can say what is wrong: at most three
 * more SELECTs and one READ, without any secret. A lost connection is told as what it is.
 */
async function recogniseOther(exchange: CardExchange, options: CallOptions): Promise<Result<never, CardError>> {
  if (await has(exchange, APPLICATION.publicKeyAuthentication, options)) return recogniseToken(exchange, options);
  if (await has(exchange, APPLICATION.drivingLicence, options)) return err(wrongCard('driving-licence'));
  if (await has(exchange, APPLICATION.travelDocument, options)) return err(wrongCard('passport'));
  return err(exchange.failure ?? wrongCard(isStorageCard(exchange.atr) ? 'storage-card' : 'no-card-ap'));
}

async function has(exchange: CardExchange, application: Uint8Array, options: CallOptions): Promise<boolean> {
  if (exchange.failure !== undefined) return false;
  const selected = await exchange.send(selectApplication(application), options);
  return selected.isOk() && selected.value.statusWord === STATUS.done;
}

/** The token file of 公的個人認証AP tells cards from phones. */
async function recogniseToken(exchange: CardExchange, options: CallOptions): Promise<Result<never, CardError>> {
  const token = await exchange.send(
    { cla: 0x00, ins: 0xb0, p1: 0x80 | TOKEN_FILE.shortId, p2: 0x00, expectedLength: 32 },
    options,
  );
  if (token.isErr()) return err(exchange.failure ?? wrongCard('jpki-only'));
  const name = Buffer.from(token.value.data).toString('latin1');
  const phone = TOKEN_NAMES.phone.some((prefix) => name.startsWith(prefix));
  return err(wrongCard(phone ? 'phone' : 'jpki-only'));
}

/**
 * The answer to reset that readers build for storage cards (PC/SC part 3, 3.1.3.2.3.2: `3B 8n 80 01 80 4F 0C` and the
 * number of PC/SC). Looked at only after SELECT has failed: no card is ever refused, or taken, because of it.
 */
function isStorageCard(atr: Uint8Array): boolean {
  return (
    atr[0] === 0x3b && ((atr[1] ?? 0) & 0xf0) === 0x80 && STORAGE_CARD.every((byte, index) => atr[index + 2] === byte)
  );
}

const STORAGE_CARD = fromHex('8001804F0CA000000306');

function wrongCard(hint: WrongCardHint): CardError {
  return { kind: 'wrong-card', hint };
}

/** SELECT by whole DF name, without answer data. */
function selectApplication(name: Uint8Array) {
  return { cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x0c, data: name } as const;
}
