/** Asks whether anybody is still there, over a screen that has waited long; more time costs one touch (WCAG 2.2.1). */
import type { VNode } from 'preact';
import type { UiAction } from '../../snapshot.ts';
import { Button } from '../parts/button.tsx';
import type { IdleTexts } from '../texts/common-texts.ts';
import type { Act } from '../view.ts';

export interface IdleWarningProps {
  seconds: number;
  texts: IdleTexts;
  act: Act;
  /** What ends it now; `null` where that is not allowed. */
  end: UiAction | null;
}

export function IdleWarning({ seconds, texts, act, end }: IdleWarningProps): VNode {
  return (
    <div class="idle">
      <div
        class="idle-card"
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="idle-heading"
        aria-describedby="idle-lead"
      >
        <h2 class="heading" id="idle-heading" tabIndex={-1}>
          {texts.heading}
        </h2>
        <p class="idle-seconds">{texts.left(seconds)}</p>
        <p class="lead" id="idle-lead">
          {texts.lead}
        </p>
        <div class="idle-actions">
          <Button rank="primary" onPress={() => act({ type: 'more-time' })}>
            {texts.moreTime}
          </Button>
          {end === null ? null : (
            <Button rank="plain" sign="cancel" onPress={() => act(end)}>
              {texts.endNow}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
