/** How many copies, and what they cost together. */
import type { VNode } from 'preact';
import { Certificate } from '../drawings/certificate.tsx';
import { Button } from '../parts/button.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';

export function CopiesView({ screen: { copies, maxCopies, copyYen }, texts, act }: ViewProps<'copies'>): VNode {
  const { copiesChoice } = texts;
  const choose = (count: number) => () => act({ type: 'choose-copies', copies: count });
  return (
    <Stage
      heading={copiesChoice.heading}
      lead={copiesChoice.lead}
      drawing={<Certificate />}
      actions={
        <>
          <div class="counter">
            <Button
              rank="plain"
              sign="minus"
              label={copiesChoice.fewer}
              disabled={copies <= 1}
              onPress={choose(copies - 1)}
            >
              {null}
            </Button>
            <p class="counter-value" role="status">
              <span class="spoken-only">{copiesChoice.count}</span>
              {texts.copies(copies)}
            </p>
            <Button
              rank="plain"
              sign="plus"
              label={copiesChoice.more}
              disabled={copies >= maxCopies}
              onPress={choose(copies + 1)}
            >
              {null}
            </Button>
          </div>
          <p class="hint counter-limit">{copiesChoice.upTo(maxCopies)}</p>
          <p class="counter-total" aria-live="polite">
            <span>{copiesChoice.sum(copies, copyYen)}</span>
            <span>
              {copiesChoice.total} <strong>{texts.yen(copies * copyYen)}</strong>
            </span>
          </p>
          <Button rank="primary" sign="next" signAfter onPress={() => act({ type: 'next' })}>
            {copiesChoice.next}
          </Button>
        </>
      }
    />
  );
}
