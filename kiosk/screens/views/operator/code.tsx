/** A clerk signs in with the personal code; the screen knows how many digits there are, never which. */
import type { VNode } from 'preact';
import { Lock } from '../../drawings/lock.tsx';
import { CodeEntry } from '../../parts/code-entry.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Stage } from '../../parts/stage.tsx';
import type { ViewProps } from '../../view.ts';

export function OperatorCodeView({ screen, texts, act }: ViewProps<'operator-code'>): VNode {
  const { code } = texts.operator;
  if (screen.lockedSeconds > 0) {
    return (
      <Stage heading={code.heading} lead={code.lead} drawing={<Lock />}>
        {/* Not read out at every second. */}
        <Notice tone="warning">
          <strong>{code.locked(screen.lockedSeconds)}</strong>
          <p>{code.lockedNext}</p>
        </Notice>
      </Stage>
    );
  }
  return (
    <Stage
      layout="wide-actions"
      heading={code.heading}
      lead={code.lead}
      actions={<CodeEntry digits={screen.digits} words={code} act={act} />}
    >
      {screen.wrong ? (
        <Notice tone="warning" urgent>
          <strong>{code.wrong}</strong>
        </Notice>
      ) : null}
      <Notice tone="information">{code.forgotten}</Notice>
    </Stage>
  );
}
