/** How the present screen is used, over it; what lies under it cannot be touched until it is closed. */
import type { VNode } from 'preact';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icons.tsx';
import type { Texts } from '../texts/texts.ts';
import type { Act } from '../view.ts';

export interface HelpPanelProps {
  points: readonly string[];
  texts: Texts;
  act: Act;
  /** Something lies over the help itself. */
  covered: boolean;
}

export function HelpPanel({ points, texts: { help }, act, covered }: HelpPanelProps): VNode {
  return (
    <div class="help" inert={covered}>
      <div class="help-card" role="dialog" aria-modal="true" aria-labelledby="help-heading">
        <h2 class="heading" id="help-heading" tabIndex={-1}>
          <Icon sign="help" /> {help.heading}
        </h2>
        <ul class="help-points">
          {points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <p class="help-staff">{help.staff}</p>
        <div class="closes">
          <Button rank="primary" sign="cancel" onPress={() => act({ type: 'close-help' })}>
            {help.close}
          </Button>
        </div>
      </div>
    </div>
  );
}
