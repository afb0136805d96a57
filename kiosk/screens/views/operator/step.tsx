/** One act of a clerk's hands: what, how, a drawing. After the last one the terminal looks at the device itself. */
import type { VNode } from 'preact';
import { Button } from '../../parts/button.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Stage } from '../../parts/stage.tsx';
import type { ViewProps } from '../../view.ts';
import { STEP_DRAWINGS } from './step-drawings.tsx';
import { STEP_PLACES } from './step-places.ts';

export function OperatorStepView({ screen, texts, act }: ViewProps<'operator-step'>): VNode {
  const { operator } = texts;
  const words = operator.steps[screen.step];
  const place = STEP_PLACES[screen.step];
  const Drawing = STEP_DRAWINGS[screen.step];
  return (
    <Stage
      heading={words.title}
      lead={words.detail}
      drawing={<Drawing />}
      where={place === null ? [] : [place]}
      actions={
        <Button rank="primary" sign="check" onPress={() => act({ type: 'next' })}>
          {screen.number >= screen.of ? operator.step.check : operator.step.done}
        </Button>
      }
    >
      {screen.again ? (
        <Notice tone="warning" urgent>
          {operator.step.again}
        </Notice>
      ) : null}
      <p class="operator-where">
        <strong>{operator.faults[screen.fault].name}</strong>
        <span>{operator.step.count(screen.number, screen.of)}</span>
      </p>
    </Stage>
  );
}
