/** The bottom bar: back, stop, language, large text, high contrast. Always in the same place. */
import type { VNode } from 'preact';
import { LANGUAGES, type Snapshot } from '../../snapshot.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icons.tsx';
import { LANGUAGE_NAMES } from '../texts/index.ts';
import type { Texts } from '../texts/texts.ts';
import type { Act } from '../view.ts';

export interface ControlsProps {
  snapshot: Snapshot;
  texts: Texts;
  act: Act;
}

export function Controls({ snapshot: { allows, language, options }, texts, act }: ControlsProps): VNode {
  const { largeText, highContrast } = options;
  return (
    <footer class="controls">
      {allows.back || allows.cancel ? (
        <div class="controls-way">
          {allows.back ? (
            <Button rank="plain" sign="back" onPress={() => act({ type: 'back' })}>
              {texts.controls.back}
            </Button>
          ) : null}
          {allows.cancel ? (
            <Button rank="plain" sign="cancel" onPress={() => act({ type: 'cancel' })}>
              {texts.controls.cancel}
            </Button>
          ) : null}
        </div>
      ) : null}
      <div class="controls-display">
        <fieldset class="languages">
          <legend class="spoken-only">{texts.controls.language}</legend>
          {LANGUAGES.map((choice) => (
            <Button
              key={choice}
              rank="plain"
              pressed={choice === language}
              lang={choice}
              onPress={() => act({ type: 'language', language: choice })}
            >
              {LANGUAGE_NAMES[choice]}
            </Button>
          ))}
        </fieldset>
        <Switch on={largeText} onPress={() => act({ type: 'options', largeText: !largeText, highContrast })}>
          {texts.controls.largeText}
        </Switch>
        <Switch on={highContrast} onPress={() => act({ type: 'options', largeText, highContrast: !highContrast })}>
          {texts.controls.highContrast}
        </Switch>
      </div>
    </footer>
  );
}

/** A setting with a box that is ticked while it is on. */
function Switch({ on, onPress, children }: { on: boolean; onPress: () => void; children: string }): VNode {
  return (
    <Button rank="plain" pressed={on} onPress={onPress}>
      <span class="switch-box">{on ? <Icon sign="check" /> : null}</span>
      {children}
    </Button>
  );
}
