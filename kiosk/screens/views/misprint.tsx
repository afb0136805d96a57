/**
 * A defective sheet: the resident shows it to a clerk, the clerk confirms it with the personal code, and it is printed again.
 * The sheet stays with the resident: it carries personal data, and nobody else has to read it.
 */
import type { VNode } from 'preact';
import { CallStaff } from '../drawings/call-staff.tsx';
import { CodeEntry } from '../parts/code-entry.tsx';
import { Notice } from '../parts/notice.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';

export function MisprintView({ screen, texts, act }: ViewProps<'misprint'>): VNode {
  const { misprint } = texts;
  if (screen.lockedOut) {
    return (
      <Stage heading={misprint.heading} drawing={<CallStaff />}>
        <Notice tone="warning" urgent>
          <strong>{misprint.lockedOut}</strong>
          <p>{misprint.lockedOutNext}</p>
        </Notice>
        <Notice tone="information">{misprint.keep}</Notice>
      </Stage>
    );
  }
  return (
    <Stage
      layout="wide-actions"
      heading={misprint.heading}
      lead={misprint.lead}
      actions={<CodeEntry digits={screen.digits} words={misprint} act={act} />}
    >
      <Notice tone="information">{misprint.keep}</Notice>
      {screen.wrong ? (
        <Notice tone="warning" urgent>
          <strong>{misprint.wrong}</strong>
        </Notice>
      ) : (
        <p>{misprint.code}</p>
      )}
    </Stage>
  );
}
