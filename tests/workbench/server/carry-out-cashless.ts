/** Cards and phones at the virtual cashless terminal. */
import type { BenchCommand } from '../messages/commands.ts';
import type { Hands } from './hands.ts';
import type { Note } from './note-list.ts';

export type CashlessCommand = Extract<BenchCommand, { kind: 'touch-cashless' | 'set-cashless-line' }>;

export async function actAtCashless(command: CashlessCommand, { devices, levers }: Hands): Promise<Note> {
  const { cashless } = devices;
  switch (command.kind) {
    case 'touch-cashless':
      return cashless.presentCard(command.outcome) === 'presented'
        ? { en: `Card or phone touched: ${command.outcome}`, ja: 'カード・スマホをタッチしました' }
        : { en: 'The cashless terminal waits for nobody', ja: 'キャッシュレス端末は待っていません' };
    case 'set-cashless-line':
      if (command.connected) await cashless.goOnline();
      else await cashless.goOffline();
      levers.cashlessConnected = command.connected;
      return command.connected
        ? { en: 'Cashless terminal connected', ja: 'キャッシュレス端末をつなぎました' }
        : { en: 'Cashless terminal disconnected', ja: 'キャッシュレス端末を外しました' };
    default: {
      const never: never = command;
      throw new Error(`unknown command ${String(never)}`);
    }
  }
}
