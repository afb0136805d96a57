/** The certificate lies in the tray; the resident says when it has been taken (K5), or that it came out defective. */
import type { VNode } from 'preact';
import { TakePaper } from '../drawings/take-paper.tsx';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';

export function TakePaperView({ screen, texts, act }: ViewProps<'take-paper'>): VNode {
  const { takePaper } = texts;
  return (
    <Stage
      heading={takePaper.heading}
      lead={takePaper.lead}
      drawing={<TakePaper />}
      where={['paper-tray']}
      actions={
        <>
          {screen.reprintAllowed ? (
            <Button rank="plain" onPress={() => act({ type: 'misprint' })}>
              {takePaper.defective}
            </Button>
          ) : null}
          <Button rank="primary" sign="check" onPress={() => act({ type: 'next' })}>
            {takePaper.taken}
          </Button>
        </>
      }
    >
      <p class="big-figure">{texts.copies(screen.copies)}</p>
      {screen.reprint === 'none' ? null : (
        <Notice tone={screen.reprint === 'printed' ? 'information' : 'warning'} urgent>
          {takePaper.reprints[screen.reprint]}
        </Notice>
      )}
    </Stage>
  );
}
