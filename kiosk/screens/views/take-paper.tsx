/** The certificate lies in the tray; the resident says when it has been taken (K5). */
import type { VNode } from 'preact';
import { TakePaper } from '../drawings/take-paper.tsx';
import { Button } from '../parts/button.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';

export function TakePaperView({ screen, texts, act }: ViewProps<'take-paper'>): VNode {
  return (
    <Stage
      heading={texts.takePaper.heading}
      lead={texts.takePaper.lead}
      drawing={<TakePaper />}
      actions={
        <Button rank="primary" sign="check" onPress={() => act({ type: 'next' })}>
          {texts.takePaper.taken}
        </Button>
      }
    >
      <p class="big-figure">{texts.copies(screen.copies)}</p>
    </Stage>
  );
}
