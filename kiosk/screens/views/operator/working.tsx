/** The terminal carries out what the clerk asked for, or looks at a device. */
import type { VNode } from 'preact';
import { Waiting } from '../../drawings/waiting.tsx';
import { Stage } from '../../parts/stage.tsx';
import { Working } from '../../parts/working.tsx';
import type { ViewProps } from '../../view.ts';

export function OperatorWorkingView({ screen, texts }: ViewProps<'operator-working'>): VNode {
  const { operator } = texts;
  return (
    <Stage heading={operator.working[screen.task]} lead={operator.workingLead} drawing={<Waiting />}>
      <Working texts={texts} />
    </Stage>
  );
}
