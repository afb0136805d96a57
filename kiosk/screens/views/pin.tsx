/**
 * The PIN of the card AP: which PIN it is, how many tries are left, a pad. The screen knows how many digits there are, never
 * which (K2, P16).
 */
import type { VNode } from 'preact';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { Stage } from '../parts/stage.tsx';
import { TEXTS } from '../texts/index.ts';
import type { Texts } from '../texts/texts.ts';
import type { Act, ViewProps } from '../view.ts';

const PIN_DIGITS = 4;
/** As on a telephone; the last row is filled by zero and erase. */
const PAD = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

export function PinView({ screen, language, texts, act }: ViewProps<'pin'>): VNode {
  const { pin } = texts;
  return (
    <Stage
      layout="wide-actions"
      heading={pin.heading}
      actions={
        <>
          <PinBoxes digits={screen.digits} label={pin.entered(screen.digits)} />
          <PinPad texts={texts} act={act} />
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

function PinBoxes({ digits, label }: { digits: number; label: string }): VNode {
  return (
    <div class="pin-boxes" role="status" aria-live="polite">
      <span class="spoken-only">{label}</span>
      {Array.from({ length: PIN_DIGITS }, (_, place) => (
        <span key={place} class={place < digits ? 'pin-box pin-box-full' : 'pin-box'} aria-hidden="true" />
      ))}
    </div>
  );
}

function PinPad({ texts, act }: { texts: Texts; act: Act }): VNode {
  const press = (digit: number) => (
    <Button key={digit} rank="plain" onPress={() => act({ type: 'digit', digit })}>
      {digit}
    </Button>
  );
  return (
    <section class="pad" aria-label={texts.pin.pad}>
      {PAD.map(press)}
      <span class="pad-gap" />
      {press(0)}
      <Button rank="plain" sign="erase" onPress={() => act({ type: 'erase-digit' })}>
        <span class="pad-erase">{texts.pin.erase}</span>
      </Button>
    </section>
  );
}
