/** One whole screen: name of the service, progress, the view of the snapshot, bottom bar, idle warning. */
import type { VNode } from 'preact';
import type { Snapshot, UiAction } from '../../snapshot.ts';
import { Mark } from '../drawings/mark.tsx';
import { stepOf } from '../steps.ts';
import { TEXTS } from '../texts/index.ts';
import { viewOf } from '../views/index.ts';
import { Controls } from './controls.tsx';
import { IdleWarning } from './idle-warning.tsx';
import { Progress } from './progress.tsx';

export interface KioskProps {
  snapshot: Snapshot;
  act: (action: UiAction) => void;
}

export function Kiosk({ snapshot, act }: KioskProps): VNode {
  const { screen, language, allows, idleWarningSeconds } = snapshot;
  const texts = TEXTS[language];
  const step = stepOf(screen);
  const warning = idleWarningSeconds !== null;
  return (
    <div class="kiosk" data-screen={screen.name}>
      {/* What lies under the warning cannot be touched, focused or read out while it stands. */}
      <div class="kiosk-body" inert={warning}>
        <header class="banner">
          <Mark />
          <span class="banner-name">{texts.serviceName}</span>
        </header>
        {step === null ? null : <Progress step={step} texts={texts} />}
        <div class="kiosk-stage" key={snapshot.screenSeq}>
          {viewOf(screen.name, { screen, language, texts, act, canCancel: allows.cancel })}
        </div>
        {screen.name === 'out-of-service' ? null : <Controls snapshot={snapshot} texts={texts} act={act} />}
      </div>
      {warning ? <IdleWarning seconds={idleWarningSeconds} canCancel={allows.cancel} texts={texts} act={act} /> : null}
    </div>
  );
}
