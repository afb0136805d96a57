/** The terminal carries out what the clerk asked for, or looks at a device. */
import type { VNode } from 'preact';
import { Waiting } from '../../drawings/waiting.tsx';
import { Stage } from '../../parts/stage.tsx';
import type { ViewProps } from '../../view.ts';

export function OperatorWorkingView({ screen, texts: { operator } }: ViewProps<'operator-working'>): VNode {
  return (
    <Stage heading={operator.working[screen.task]} lead={operator.workingLead} drawing={<Waiting />}>
      <div class="working-bar" aria-hidden="true">
        <span />
      </div>
    </Stage>
  );
}
