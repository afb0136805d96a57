/**
 * Painted when the shell cannot be reached, or has not yet sent anything: nobody's data stays on a screen that no one steers
 * (K9). In every language, because the language of the last visit is nobody's.
 */
import type { VNode } from 'preact';
import { LANGUAGES } from '../../snapshot.ts';
import { Waiting } from '../drawings/waiting.tsx';
import { Stage } from '../parts/stage.tsx';
import { TEXTS } from '../texts/index.ts';

export function LinkLost(): VNode {
  return (
    <div class="kiosk" data-screen="link-lost">
      <Stage heading={TEXTS.ja.linkLost.heading} lead={TEXTS.ja.linkLost.lead} drawing={<Waiting />}>
        {LANGUAGES.filter((language) => language !== 'ja').map((language) => {
          const { heading, lead } = TEXTS[language].linkLost;
          return (
            <div class="other-language" key={language} lang={language}>
              <p class="other-heading">{heading}</p>
              <p>{lead}</p>
            </div>
          );
        })}
      </Stage>
    </div>
  );
}
