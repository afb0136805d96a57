/** The bottom bar: back, help, stop, language, large text, high contrast. Always in the same place. */
import type { VNode } from 'preact';
import { LANGUAGES, type ScreenName, type Snapshot } from '../../snapshot.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icons.tsx';
import { helpOf } from '../texts/help-of.ts';
import { LANGUAGE_NAMES } from '../texts/index.ts';
import type { Texts } from '../texts/texts.ts';
import type { Act } from '../view.ts';

export interface ControlsProps {
  snapshot: Snapshot;
  texts: Texts;
  act: Act;
}

/** Screens the clerk leaves for the list of faults; everywhere else, to stop means to end what was begun. */
const LEFT_FOR_THE_LIST: ReadonlySet<ScreenName> = new Set(['operator-step', 'operator-question']);

export function Controls({ snapshot: { allows, language, options, screen }, texts, act }: ControlsProps): VNode {
  const { largeText, highContrast } = options;
  const help = allows.help && helpOf(screen.name, texts) !== null;
  return (
    <footer class="controls">
      {allows.back || allows.cancel || help ? (
        <div class="controls-way">
          {allows.back ? (
            <span class="controls-back">
              <Button rank="plain" sign="back" onPress={() => act({ type: 'back' })}>
                {texts.controls.back}
              </Button>
            </span>
          ) : null}
          {help ? (
            <span class="controls-help">
              <Button rank="plain" sign="help" onPress={() => act({ type: 'help' })}>
                {texts.help.open}
              </Button>
            </span>
          ) : null}
          {allows.cancel ? (
            <span class="controls-cancel">
              <Button rank="plain" sign="cancel" onPress={() => act({ type: 'cancel' })}>
                {LEFT_FOR_THE_LIST.has(screen.name) ? texts.operator.leave : texts.controls.cancel}
              </Button>
            </span>
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
