/** The page printer: paper, faults, its line, and the last pages. */
import type { VNode } from 'preact';
import type { BenchCommand } from '../../messages/commands.ts';
import type { BenchState } from '../../messages/state.ts';
import type { Send } from '../link.ts';
import { Choice, Do, Fault, Folded, Panel } from '../parts.tsx';
import { PagePrinterPicture } from '../pictures/page-printer-picture.tsx';
import { PrintedPages } from './printed-pages.tsx';

type Printer = BenchState['pagePrinter'];
type PrinterFault = Extract<BenchCommand, { kind: 'set-page-printer-fault' }>['fault'];

const LINES: readonly (readonly [Printer['line'], string])[] = [
  ['normal', 'Normal · 正常'],
  ['offline', 'Off · 電源断'],
  ['hung', 'Hung · 応答なし'],
  ['wrong-request-id', "Another request's answer · 別の応答"],
  ['cut-answer', 'Answer cut short · 応答が途切れる'],
  ['lost-answer', 'Job taken, answer lost · 応答が失われる'],
];

export function PagePrinterPanel({ printer, send }: { printer: Printer; send: Send }): VNode {
  const has = (fault: PrinterFault): boolean => printer.faults.includes(fault);
  const turn = (fault: PrinterFault, present: boolean): void =>
    send({ kind: 'set-page-printer-fault', fault, present });
  return (
    <Panel
      id="page-printer"
      en="Page printer"
      ja="A4プリンター"
      status={statusOf(printer)}
      picture={
        <PagePrinterPicture
          coverOpen={has('cover-open')}
          jammed={has('jam')}
          loaded={printer.sheetsLoaded > 0 && !has('paper-out')}
          sheetsInTray={printer.paperInTray}
          printing={printer.job === 'processing'}
        />
      }
    >
      <p class="trays">
        <span>
          <b>{printer.paperInTray}</b> in the output tray <span lang="ja">排紙</span>
        </span>
        <span>
          <b>{printer.sheetsLoaded}</b> loaded <span lang="ja">給紙</span>
        </span>
      </p>
      <div class="row">
        <Do
          name="Take paper"
          ja="用紙を取る"
          rank="main"
          disabled={printer.paperInTray === 0}
          onPress={() => send({ kind: 'take-paper' })}
        />
        <Do name="Load paper" ja="用紙を補充" onPress={() => send({ kind: 'load-paper' })} />
      </div>
      <div class="row">
        <Do
          name="Paper out"
          ja="用紙切れ"
          rank="fault"
          disabled={has('paper-out')}
          onPress={() => turn('paper-out', true)}
        />
        <Fault
          present={has('jam')}
          raise={{ name: 'Paper jam', ja: '紙詰まり' }}
          mend={{ name: 'Clear jam', ja: '詰まりを直す' }}
          onTurn={(present) => turn('jam', present)}
        />
        <Fault
          present={has('cover-open')}
          raise={{ name: 'Open cover', ja: 'カバーを開ける' }}
          mend={{ name: 'Close cover', ja: 'カバーを閉める' }}
          onTurn={(present) => turn('cover-open', present)}
        />
      </div>
      <Folded en="More printer faults" ja="その他の故障">
        <div class="row">
          <Fault
            present={has('toner-empty')}
            raise={{ name: 'Toner empty', ja: 'トナー切れ' }}
            mend={{ name: 'Replace toner', ja: 'トナーを交換' }}
            onTurn={(present) => turn('toner-empty', present)}
          />
          <Fault
            present={has('output-full')}
            raise={{ name: 'Fill output tray', ja: '排紙トレイ満杯' }}
            mend={{ name: 'Free output tray', ja: '排紙トレイを空ける' }}
            onTurn={(present) => turn('output-full', present)}
          />
          <Do
            name="Abort next sheet"
            ja="次の用紙で中止"
            rank="fault"
            onPress={() => send({ kind: 'abort-next-sheet' })}
          />
          <Do
            name="Restart printer"
            ja="電源を入れ直す"
            rank="fault"
            onPress={() => send({ kind: 'restart-page-printer' })}
          />
        </div>
        <Choice
          label="Page printer line"
          ja="通信"
          value={printer.line}
          options={LINES}
          onChoose={(mode) => send({ kind: 'set-page-printer-line', mode })}
        />
      </Folded>
      <PrintedPages pages={printer.pages} />
    </Panel>
  );
}

const FAULT_WORDS: Readonly<Record<PrinterFault, string>> = {
  'paper-out': 'Paper out',
  jam: 'Paper jam',
  'cover-open': 'Cover open',
  'toner-empty': 'Toner empty',
  'output-full': 'Output tray full',
};

function statusOf(printer: Printer): { text: string; tone: 'good' | 'busy' | 'bad' | 'off' } {
  if (printer.line !== 'normal') return { text: printer.line === 'offline' ? 'Off' : 'Line disturbed', tone: 'bad' };
  if (printer.faults.length > 0) return { text: printer.faults.map((one) => FAULT_WORDS[one]).join(', '), tone: 'bad' };
  if (printer.job === 'processing' || printer.job === 'pending') return { text: 'Printing', tone: 'busy' };
  return { text: printer.job === null ? 'Ready' : `Last job ${printer.job}`, tone: 'good' };
}
