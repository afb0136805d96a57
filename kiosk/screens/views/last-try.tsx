/** Stands before an entry that could lock the card: the resident decides knowing it (P16). */
import type { VNode } from 'preact';
import { Lock } from '../drawings/lock.tsx';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';

export function LastTryView({ texts, act, canCancel }: ViewProps<'last-try'>): VNode {
  const { lastTry } = texts;
  return (
    <Stage
      heading={lastTry.heading}
      lead={lastTry.lead}
      drawing={<Lock />}
      actions={
        <Button rank="primary" sign="next" signAfter onPress={() => act({ type: 'next' })}>
          {lastTry.continue}
        </Button>
      }
    >
      <Notice tone="warning">
        <p>{lastTry.lock}</p>
        {canCancel ? <p>{lastTry.forgotten}</p> : null}
      </Notice>
    </Stage>
  );
}
