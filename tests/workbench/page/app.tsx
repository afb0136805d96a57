/** The whole page: the devices, what is behind the kiosk, and what happened. */
import type { VNode } from 'preact';
import type { BenchState } from '../messages/state.ts';
import type { Send } from './link.ts';
import { AudioJackPanel } from './panels/audio-jack-panel.tsx';
import { CashlessPanel } from './panels/cashless-panel.tsx';
import { CoinBoxPanel } from './panels/coin-box-panel.tsx';
import { ControlPanel } from './panels/control-panel.tsx';
import { KeySwitchPanel } from './panels/key-switch-panel.tsx';
import { NotesPanel } from './panels/notes-panel.tsx';
import { PagePrinterPanel } from './panels/page-printer-panel.tsx';
import { ReaderPanel } from './panels/reader-panel.tsx';
import { ReceiptPrinterPanel } from './panels/receipt-printer-panel.tsx';
import { Words } from './parts.tsx';

export function App({ state, linked, send }: { state: BenchState | null; linked: boolean; send: Send }): VNode {
  return (
    <>
      <header class="top">
        <h1>
          <Words en="Kofu workbench" ja="交付 実演台" />
        </h1>
        {state === null ? null : <Facts info={state.info} />}
        <p class={linked ? 'link link-up' : 'link link-down'} role="status">
          {linked ? 'Connected' : 'Not connected'}
        </p>
      </header>
      {state === null ? (
        <p class="waiting">Waiting for the workbench server …</p>
      ) : (
        <main class={linked ? 'bench' : 'bench bench-stale'}>
          <div class="column">
            <ReaderPanel state={state} send={send} />
            <CoinBoxPanel coinBox={state.coinBox} send={send} />
            <CashlessPanel cashless={state.cashless} send={send} />
          </div>
          <div class="column">
            <PagePrinterPanel printer={state.pagePrinter} send={send} />
            <ReceiptPrinterPanel printer={state.receiptPrinter} send={send} />
          </div>
          <div class="column column-last">
            <ControlPanel control={state.control} send={send} />
            <AudioJackPanel audioJack={state.audioJack} send={send} />
            <KeySwitchPanel keySwitch={state.keySwitch} send={send} />
            <NotesPanel notes={state.notes} />
          </div>
        </main>
      )}
    </>
  );
}

function Facts({ info }: { info: BenchState['info'] }): VNode {
  return (
    <dl class="facts">
      {info.terminalId === '' ? null : (
        <div>
          <dt>Terminal</dt>
          <dd>{info.terminalId}</dd>
        </div>
      )}
      <div>
        <dt>Reader by</dt>
        <dd>{info.readerPath}</dd>
      </div>
      {info.kioskUrl === null ? null : (
        <div>
          <dt>Kiosk</dt>
          <dd>
            <a href={info.kioskUrl} target="_blank" rel="noreferrer">
              Open the kiosk window
            </a>
          </dd>
        </div>
      )}
    </dl>
  );
}
