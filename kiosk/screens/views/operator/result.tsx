/** What came of a task or a recovery, and what to do where it did not succeed. */
import type { VNode } from 'preact';
import type { OperatorResult } from '../../../snapshot.ts';
import { AllWell } from '../../drawings/all-well.tsx';
import { CallStaff } from '../../drawings/call-staff.tsx';
import { Telephone } from '../../drawings/terminal-steps.tsx';
import { Waiting } from '../../drawings/waiting.tsx';
import { Button } from '../../parts/button.tsx';
import { Stage } from '../../parts/stage.tsx';
import type { ViewProps } from '../../view.ts';

const DRAWINGS: Record<OperatorResult, () => VNode> = {
  fixed: AllWell,
  'still-wrong': CallStaff,
  done: AllWell,
  'printed-good': AllWell,
  'printed-bad': CallStaff,
  'not-printed': CallStaff,
  'refused-now': Waiting,
  failed: CallStaff,
  'call-center': Telephone,
};

export function OperatorResultView({ screen, texts: { operator }, act }: ViewProps<'operator-result'>): VNode {
  const words = operator.results[screen.result];
  const Drawing = DRAWINGS[screen.result];
  return (
    <Stage
      heading={words.title}
      lead={words.detail}
      drawing={<Drawing />}
      actions={
        <Button rank="primary" onPress={() => act({ type: 'next' })}>
          {operator.closeResult}
        </Button>
      }
    >
      <p class="operator-where">
        <strong>{operator.finishedTask[screen.task]}</strong>
        {screen.yen === 0 ? null : <span>{operator.amount(screen.yen)}</span>}
      </p>
    </Stage>
  );
}
