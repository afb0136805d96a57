import { err, ok, type Result } from 'neverthrow';
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
      return err({ kind: 'wrong-card', hint: 'other' });
    default:
      return err(unexpectedStatus('select card AP', statusWord));
  }
}

/** Looks at 公的個人認証AP, so that the screen can say what is wrong with this card. */
async function recogniseOther(exchange: CardExchange, options: CallOptions): Promise<Result<never, CardError>> {
  const selected = await exchange.send(selectApplication(APPLICATION.publicKeyAuthentication), options);
  if (selected.isErr()) return err(exchange.failure ?? wrongCard('other'));
  if (selected.value.statusWord !== STATUS.done) return err(wrongCard('no-card-ap'));
  const token = await exchange.send(
    { cla: 0x00, ins: 0xb0, p1: 0x80 | TOKEN_FILE.shortId, p2: 0x00, expectedLength: 32 },
    options,
  );
  if (token.isErr()) return err(exchange.failure ?? wrongCard('jpki-only'));
  const name = Buffer.from(token.value.data).toString('latin1');
  const phone = TOKEN_NAMES.phone.some((prefix) => name.startsWith(prefix));
  return err(wrongCard(phone ? 'phone' : 'jpki-only'));
}

function wrongCard(hint: WrongCardHint): CardError {
  return { kind: 'wrong-card', hint };
}

/** SELECT by whole DF name, without answer data. */
function selectApplication(name: Uint8Array) {
  return { cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x0c, data: name } as const;
}
