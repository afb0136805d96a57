/** Coins, notes and faults at the virtual coin box. */
import type { BenchCommand } from '../messages/commands.ts';
import type { Hands } from './hands.ts';
import type { Note } from './note-list.ts';

export type CoinBoxCommand = Extract<
  BenchCommand,
  { kind: 'insert-money' | 'set-coin-jam' | 'set-cannot-pay-out' | 'set-coin-box-line' }
>;

export async function actAtCoinBox(command: CoinBoxCommand, { devices: { coinBox }, levers }: Hands): Promise<Note> {
  switch (command.kind) {
    case 'insert-money':
      return coinBox.insert(command.yen) === 'taken'
        ? { en: `${command.yen} yen taken`, ja: `${command.yen}円が入りました` }
        : { en: `${command.yen} yen fell through`, ja: `${command.yen}円が戻りました` };
    case 'set-coin-jam':
      if (command.jammed) coinBox.jam();
      else coinBox.clearJam();
      return command.jammed
        ? { en: 'Coin slot jammed', ja: '硬貨が詰まりました' }
        : { en: 'Coin slot cleared', ja: '硬貨の詰まりを直しました' };
    case 'set-cannot-pay-out':
      levers.cannotPayOut = command.cannot;
      coinBox.setCannotPayOut(command.cannot);
      return command.cannot
        ? { en: 'No change left in the box', ja: 'つり銭が切れました' }
        : { en: 'Change filled up', ja: 'つり銭を補充しました' };
    case 'set-coin-box-line':
      if (command.connected) await coinBox.goOnline();
      else await coinBox.goOffline();
      levers.coinBoxConnected = command.connected;
      return command.connected
        ? { en: 'Coin box connected', ja: '硬貨機をつなぎました' }
        : { en: 'Coin box disconnected', ja: '硬貨機を外しました' };
    default: {
      const never: never = command;
      throw new Error(`unknown command ${String(never)}`);
    }
  }
}
