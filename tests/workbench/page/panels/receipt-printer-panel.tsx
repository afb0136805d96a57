/** The receipt printer: paper, faults, its line, and the last receipts. */
import type { VNode } from 'preact';
import type { BenchCommand } from '../../messages/commands.ts';
import type { BenchState } from '../../messages/state.ts';
import type { Send } from '../link.ts';
import { Choice, Fault, Folded, Panel } from '../parts.tsx';
import { ReceiptPrinterPicture } from '../pictures/receipt-printer-picture.tsx';
import { PrintedReceipts } from './printed-receipts.tsx';

type Printer = BenchState['receiptPrinter'];
type PrinterFault = Extract<BenchCommand, { kind: 'set-receipt-printer-fault' }>['fault'];

const LINES: readonly (readonly [Printer['line'], string])[] = [
  ['normal', 'Normal · 正常'],
  ['offline', 'Off · 電源断'],
  ['mute', 'Mute · 応答なし'],
  ['reset', 'Cuts the connection · 切断'],
  ['noise', 'Noise · 不正な応答'],
];

const FAULTS: readonly {
  fault: PrinterFault;
  status: string;
  raise: { name: string; ja: string };
  mend: { name: string; ja: string };
}[] = [
  {
    fault: 'paper-end',
    status: 'Roll at its end',
    raise: { name: 'Receipt roll end', ja: 'ロール紙切れ' },
    mend: { name: 'New receipt roll', ja: 'ロール紙を交換' },
  },
  {
    fault: 'paper-near-end',
    status: 'Roll near its end',
    raise: { name: 'Receipt roll near end', ja: '残りわずか' },
    mend: { name: 'Receipt roll long enough', ja: '十分な残量' },
  },
  {
    fault: 'cover-open',
    status: 'Cover open',
    raise: { name: 'Open receipt cover', ja: 'カバーを開ける' },
    mend: { name: 'Close receipt cover', ja: 'カバーを閉める' },
  },
  {
    fault: 'cutter',
    status: 'Cutter stuck',
    raise: { name: 'Stick cutter', ja: 'カッター異常' },
    mend: { name: 'Free cutter', ja: 'カッターを直す' },
  },
  {
    fault: 'unrecoverable',
    status: 'Broken',
    raise: { name: 'Break receipt printer', ja: '故障させる' },
    mend: { name: 'Repair receipt printer', ja: '修理する' },
  },
];

export function ReceiptPrinterPanel({ printer, send }: { printer: Printer; send: Send }): VNode {
  const has = (fault: PrinterFault): boolean => printer.faults.includes(fault);
  return (
    <Panel
      id="receipt-printer"
      en="Receipt printer"
      ja="レシートプリンター"
      status={statusOf(printer)}
      picture={
        <ReceiptPrinterPicture
          coverOpen={has('cover-open')}
          paperEnd={has('paper-end')}
          printed={printer.receipts.length > 0}
        />
      }
    >
      <PrintedReceipts receipts={printer.receipts} />
      <Folded en="Receipt printer faults" ja="故障">
        <div class="row">
          {FAULTS.map(({ fault, raise, mend }) => (
            <Fault
              key={fault}
              present={has(fault)}
              raise={raise}
              mend={mend}
              onTurn={(present) => send({ kind: 'set-receipt-printer-fault', fault, present })}
            />
          ))}
        </div>
        <Choice
          label="Receipt printer line"
          ja="通信"
          value={printer.line}
          options={LINES}
          onChoose={(mode) => send({ kind: 'set-receipt-printer-line', mode })}
        />
      </Folded>
    </Panel>
  );
}

function statusOf(printer: Printer): { text: string; tone: 'good' | 'busy' | 'bad' | 'off' } {
  if (printer.line !== 'normal') return { text: printer.line === 'offline' ? 'Off' : 'Line disturbed', tone: 'bad' };
  const present = FAULTS.filter(({ fault }) => printer.faults.includes(fault)).map(({ status }) => status);
  if (present.length === 0) return { text: 'Ready', tone: 'good' };
  const onlyWarning = printer.faults.every((fault) => fault === 'paper-near-end');
  return { text: present.join(', '), tone: onlyWarning ? 'busy' : 'bad' };
}
