/**
 * The PIN of the card AP: which PIN it is, how many tries are left, a pad. The screen knows how many digits there are, never
 * which (K2, P16).
 */
import type { VNode } from 'preact';
import { DigitBoxes, DigitPad } from '../parts/digit-pad.tsx';
import { Notice } from '../parts/notice.tsx';
import { Stage } from '../parts/stage.tsx';
import { TEXTS } from '../texts/index.ts';
import type { ViewProps } from '../view.ts';

const PIN_DIGITS = 4;

export function PinView({ screen, language, texts, act }: ViewProps<'pin'>): VNode {
  const { pin } = texts;
  return (
    <Stage
      layout="wide-actions"
      heading={pin.heading}
      actions={
        <>
          <DigitBoxes boxes={PIN_DIGITS} digits={screen.digits} label={pin.entered(screen.digits)} />
          <DigitPad label={pin.pad} erase={pin.erase} act={act} />
        </>
      }
    >
      <div class="which-pin">
        <h2 class="small-heading">{pin.which}</h2>
        {/* The name stands in Japanese on the resident's own papers, whatever language they read. */}
        {language === 'ja' ? null : <p lang="ja">{TEXTS.ja.pin.which}</p>}
        <p>{pin.whichLead}</p>
      </div>
      {/* A new notice for each wrong entry, so that it is read out again. */}
      <Notice key={screen.triesLeft} tone={screen.wrong ? 'warning' : 'information'} urgent={screen.wrong}>
        {screen.wrong ? <strong>{pin.wrong}</strong> : null}
        <p class="tries">{pin.triesLeft(screen.triesLeft)}</p>
        <p>{pin.lockWarning}</p>
      </Notice>
    </Stage>
  );
}
