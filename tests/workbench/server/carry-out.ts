/** One command of the page, done at the devices. Says what happened; a failed device call rejects. */
import type { VirtualCard } from '../../../card-reader/virtual/index.ts';
import type { BenchCommand } from '../messages/commands.ts';
import { actAtCashless, type CashlessCommand } from './carry-out-cashless.ts';
import { actAtCoinBox, type CoinBoxCommand } from './carry-out-coin-box.ts';
import type { ControlCommand } from './carry-out-control.ts';
import { actAtPagePrinter, type PagePrinterCommand } from './carry-out-page-printer.ts';
import { actAtReceiptPrinter, type ReceiptPrinterCommand } from './carry-out-receipt-printer.ts';
import type { Hands } from './hands.ts';
import type { Note } from './note-list.ts';

export type DeviceCommand = Exclude<BenchCommand, ControlCommand>;
type ReaderCommand = Exclude<
  DeviceCommand,
  | CoinBoxCommand
  | CashlessCommand
  | PagePrinterCommand
  | ReceiptPrinterCommand
  | { kind: 'turn-key' | 'plug-headphones' }
>;

export async function carryOut(command: DeviceCommand, hands: Hands): Promise<Note> {
  switch (command.kind) {
    case 'insert-money':
    case 'set-coin-jam':
    case 'set-cannot-pay-out':
    case 'set-coin-box-line':
      return actAtCoinBox(command, hands);
    case 'take-paper':
    case 'load-paper':
    case 'set-page-printer-fault':
    case 'abort-next-sheet':
    case 'restart-page-printer':
    case 'set-page-printer-line':
      return actAtPagePrinter(command, hands);
    case 'set-receipt-printer-fault':
    case 'set-receipt-printer-line':
      return actAtReceiptPrinter(command, hands);
    case 'touch-cashless':
    case 'set-cashless-line':
      return actAtCashless(command, hands);
    case 'turn-key':
      return turnKey(command.open, hands);
    case 'plug-headphones':
      return plugHeadphones(command.plugged, hands);
    default:
      return actAtReader(command, hands);
  }
}

function turnKey(open: boolean, { devices }: Hands): Note {
  devices.keySwitch.move(open ? 'open' : 'locked');
  return open
    ? { en: 'Staff key turned to open', ja: '係員キーを「開」にしました' }
    : { en: 'Staff key turned back', ja: '係員キーを戻しました' };
}

function plugHeadphones(plugged: boolean, { devices }: Hands): Note {
  devices.audioJack.move(plugged ? 'in' : 'out');
  return plugged
    ? { en: 'Headphones plugged in', ja: 'イヤホンを差しました' }
    : { en: 'Headphones pulled out', ja: 'イヤホンを抜きました' };
}

function actAtReader(command: ReaderCommand, { devices: { reader }, cards, levers }: Hands): Note {
  switch (command.kind) {
    case 'choose-person':
      return cards.choose(command.personId)
        ? { en: 'Somebody else stands at the kiosk', ja: '別の人に替わりました' }
        : { en: 'Nobody has this id', ja: '該当する人がいません' };
    case 'lay-card':
      return lay(cards.chosenCard);
    case 'lay-other-card':
      return lay(cards.otherCard(command.card));
    case 'take-card':
      if (reader.card === undefined) return { en: 'There was no card to take', ja: 'カードはありませんでした' };
      reader.remove();
      return { en: 'Card taken', ja: 'カードを取りました' };
    case 'new-card':
      if (reader.card === cards.chosenCard) reader.remove();
      cards.renewChosen();
      return { en: 'New card made, all tries left', ja: '新しいカードを作りました' };
    case 'plan-card-fault': {
      const card = cardInQuestion();
      cards.planFault(card, command.fault, command.commandsFromNow, card === reader.card);
      return { en: 'Card fault planned', ja: 'カードの故障を仕掛けました' };
    }
    case 'clear-card-faults':
      cards.clearFaults(cardInQuestion());
      return { en: 'Card faults taken back', ja: 'カードの故障を取り消しました' };
    case 'set-card-mute':
      return setMute(cardInQuestion(), command.mute);
    case 'set-reader-plugged':
      levers.readerPlugged = command.plugged;
      if (command.plugged) reader.plug();
      else reader.unplug();
      return command.plugged
        ? { en: 'Reader plugged in', ja: 'リーダーをつなぎました' }
        : { en: 'Reader unplugged', ja: 'リーダーを外しました' };
    default: {
      const never: never = command;
      throw new Error(`unknown command ${String(never)}`);
    }
  }

  function cardInQuestion(): VirtualCard {
    return reader.card ?? cards.chosenCard;
  }

  function lay(card: VirtualCard): Note {
    if (reader.card !== undefined) return { en: 'A card lies on the reader already', ja: 'すでにカードがあります' };
    cards.beforeLaying(card);
    reader.insert(card);
    return { en: 'Card laid down', ja: 'カードを置きました' };
  }

  /** A reader notices a mute chip when the card comes: one that lies there is lifted for a moment. */
  function setMute(card: VirtualCard, mute: boolean): Note {
    const isLaidDown = card === reader.card;
    if (isLaidDown) reader.remove();
    card.mute = mute;
    if (isLaidDown) lay(card);
    return mute
      ? { en: 'The card is mute now', ja: 'カードが応答しなくなりました' }
      : { en: 'The card speaks again', ja: 'カードが応答するようになりました' };
  }
}
