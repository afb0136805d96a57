/** Printing: which copy, and the request to stay. */
import type { VNode } from 'preact';
import { Printing } from '../drawings/printing.tsx';
import { Stage } from '../parts/stage.tsx';
import { Working } from '../parts/working.tsx';
import type { ViewProps } from '../view.ts';

export function PrintingView({ screen, texts }: ViewProps<'printing'>): VNode {
  return (
    <Stage heading={texts.printing.heading} lead={texts.printing.lead} drawing={<Printing />} where={['paper-tray']}>
      {screen.copies > 1 ? (
        <p class="big-figure" role="status">
          {texts.printing.copy(screen.copy, screen.copies)}
        </p>
      ) : null}
      <Working texts={texts} />
    </Stage>
  );
}
