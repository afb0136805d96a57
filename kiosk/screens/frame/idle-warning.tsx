/** Asks whether anybody is still there, over a screen that has waited long; more time costs one touch (WCAG 2.2.1). */
import type { VNode } from 'preact';
import { Button } from '../parts/button.tsx';
import type { Texts } from '../texts/texts.ts';
import type { Act } from '../view.ts';

export interface IdleWarningProps {
  seconds: number;
  canCancel: boolean;
  texts: Texts;
  act: Act;
}

export function IdleWarning({ seconds, canCancel, texts, act }: IdleWarningProps): VNode {
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
          {texts.idle.heading}
        </h2>
        <p class="idle-seconds">{texts.idle.left(seconds)}</p>
        <p class="lead" id="idle-lead">
          {texts.idle.lead}
        </p>
        <div class="idle-actions">
          <Button rank="primary" onPress={() => act({ type: 'more-time' })}>
            {texts.idle.moreTime}
          </Button>
          {canCancel ? (
            <Button rank="plain" sign="cancel" onPress={() => act({ type: 'cancel' })}>
              {texts.idle.endNow}
            </Button>
          ) : null}
        </div>
      </div>
    </div>
  );
}
