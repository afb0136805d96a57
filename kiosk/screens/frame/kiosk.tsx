/** One whole screen: name of the service, progress, the view of the snapshot, bottom bar; help and idle warning over them. */
import type { VNode } from 'preact';
import type { Snapshot, UiAction } from '../../snapshot.ts';
import { Mark } from '../drawings/mark.tsx';
import { isOperatorScreen } from '../screen-of.ts';
import { stepOf } from '../steps.ts';
import { helpOf } from '../texts/help-of.ts';
import { TEXTS } from '../texts/index.ts';
import { viewOf } from '../views/index.ts';
import { Controls } from './controls.tsx';
import { HelpPanel } from './help-panel.tsx';
import { IdleWarning } from './idle-warning.tsx';
import { Progress } from './progress.tsx';
import { StaffCorner } from './staff-corner.tsx';

export interface KioskProps {
  snapshot: Snapshot;
  act: (action: UiAction) => void;
}

/** How a screen that has waited too long is ended at once: a clerk who is signed in locks, everybody else stops. */
function endOf({ screen, allows }: Snapshot): UiAction | null {
  if (isOperatorScreen(screen.name) && screen.name !== 'operator-code') return { type: 'operator-lock' };
  return allows.cancel ? { type: 'cancel' } : null;
}

export function Kiosk({ snapshot, act }: KioskProps): VNode {
  const { screen, language, allows, idleWarningSeconds } = snapshot;
  const texts = TEXTS[language];
  const step = stepOf(screen);
  const warning = idleWarningSeconds !== null;
  const points = snapshot.help ? helpOf(screen.name, texts) : null;
  return (
    <div class="kiosk" data-screen={screen.name}>
      {/* What lies under the warning or the help cannot be touched, focused or read out while they stand. */}
      <div class="kiosk-body" inert={warning || points !== null}>
        <header class="banner">
          <Mark />
          <span class="banner-name">{isOperatorScreen(screen.name) ? texts.operator.banner : texts.serviceName}</span>
        </header>
        {step === null ? null : <Progress step={step} texts={texts} />}
        <div class="kiosk-stage" key={snapshot.screenSeq}>
          {viewOf(screen.name, { screen, language, texts, act, canCancel: allows.cancel })}
        </div>
        {screen.name === 'out-of-service' ? null : <Controls snapshot={snapshot} texts={texts} act={act} />}
      </div>
      {points === null ? null : <HelpPanel points={points} texts={texts} act={act} covered={warning} />}
      {warning ? (
        <IdleWarning
          seconds={idleWarningSeconds}
          texts={isOperatorScreen(screen.name) ? texts.operator.idle : texts.idle}
          act={act}
          end={endOf(snapshot)}
        />
      ) : null}
      <StaffCorner onHeld={() => act({ type: 'staff' })} />
    </div>
  );
}
