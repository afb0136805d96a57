/**
 * The bottom bar, always in the same place: back, help, stop; the settings and what stops the voice. Where people arrive the
 * languages stand in it too; later they are among the settings.
 */
import type { VNode } from 'preact';
import type { ScreenName, Snapshot } from '../../snapshot.ts';
import { Button } from '../parts/button.tsx';
import { helpOf } from '../texts/help-of.ts';
import type { Texts } from '../texts/texts.ts';
import type { Act } from '../view.ts';
import { voiceCanBeStopped } from '../voiced.ts';
import { Languages } from './languages.tsx';

export interface ControlsProps {
  snapshot: Snapshot;
  texts: Texts;
  act: Act;
  onOptions: () => void;
}

/** Screens the clerk leaves for the list of faults; everywhere else, to stop means to end what was begun. */
const LEFT_FOR_THE_LIST: ReadonlySet<ScreenName> = new Set(['operator-step', 'operator-question']);
/** Screens somebody may meet first, in a language not their own. */
const ARRIVALS: ReadonlySet<ScreenName> = new Set(['attract', 'out-of-service', 'menu']);

export function Controls({ snapshot, texts, act, onOptions }: ControlsProps): VNode {
  const { allows, language, screen } = snapshot;
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
        {ARRIVALS.has(screen.name) ? (
          <Languages language={language} legend={texts.controls.language} act={act} />
        ) : null}
        <span class="controls-options">
          <Button rank="plain" sign="options" onPress={onOptions}>
            {texts.controls.options}
          </Button>
        </span>
        {voiceCanBeStopped(snapshot) ? (
          <span class="controls-voice">
            <Button rank="plain" sign="quiet" onPress={() => act({ type: 'stop-voice' })}>
              {texts.controls.stopVoice}
            </Button>
          </span>
        ) : null}
      </div>
    </footer>
  );
}
