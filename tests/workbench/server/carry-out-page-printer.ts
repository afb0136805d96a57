/** Paper, faults and the line of the virtual page printer. */
import type { BenchCommand } from '../messages/commands.ts';
import type { Hands } from './hands.ts';
import type { Note } from './note-list.ts';

export type PagePrinterCommand = Extract<
  BenchCommand,
  {
    kind:
      | 'take-paper'
      | 'load-paper'
      | 'set-page-printer-fault'
      | 'abort-next-sheet'
      | 'restart-page-printer'
      | 'set-page-printer-line';
  }
>;
type Fault = Extract<PagePrinterCommand, { kind: 'set-page-printer-fault' }>['fault'];

const RAISED: Readonly<Record<Fault, Note>> = {
  'paper-out': { en: 'Paper is out', ja: '用紙がなくなりました' },
  jam: { en: 'Paper is jammed', ja: '用紙が詰まりました' },
  'cover-open': { en: 'Printer cover opened', ja: 'プリンターのカバーを開けました' },
  'toner-empty': { en: 'Toner is empty', ja: 'トナーがなくなりました' },
  'output-full': { en: 'Output tray is full', ja: '排紙トレイがいっぱいです' },
};
const CLEARED: Readonly<Record<Fault, Note>> = {
  'paper-out': { en: 'Paper is in again', ja: '用紙が入りました' },
  jam: { en: 'Jam cleared', ja: '紙詰まりを直しました' },
  'cover-open': { en: 'Printer cover closed', ja: 'プリンターのカバーを閉めました' },
  'toner-empty': { en: 'Toner replaced', ja: 'トナーを交換しました' },
  'output-full': { en: 'Output tray is free', ja: '排紙トレイが空きました' },
};

export async function actAtPagePrinter(
  command: PagePrinterCommand,
  { devices: { pagePrinter }, levers }: Hands,
): Promise<Note> {
  switch (command.kind) {
    case 'take-paper': {
      const sheets = pagePrinter.takePaper();
      return { en: `${sheets} sheets taken`, ja: `${sheets}枚を取りました` };
    }
    case 'load-paper':
      pagePrinter.loadPaper();
      return { en: 'Paper loaded', ja: '用紙を補充しました' };
    case 'set-page-printer-fault':
      if (command.present) pagePrinter.raise(command.fault);
      else pagePrinter.clear(command.fault);
      return (command.present ? RAISED : CLEARED)[command.fault];
    case 'abort-next-sheet':
      pagePrinter.abortNextSheet();
      return { en: 'The next sheet will be given up', ja: '次の用紙で印刷を中止します' };
    case 'restart-page-printer':
      pagePrinter.restart();
      return { en: 'Page printer off and on again', ja: 'プリンターの電源を入れ直しました' };
    case 'set-page-printer-line':
      await pagePrinter.setLine(command.mode);
      levers.pagePrinterLine = command.mode;
      return { en: `Page printer line: ${command.mode}`, ja: 'プリンターの通信を変えました' };
    default: {
      const never: never = command;
      throw new Error(`unknown command ${String(never)}`);
    }
  }
}
