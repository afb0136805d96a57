/**
 * What the voice reads of a screen, in a language that has clips. The store operator's screens are not read out: they are for
 * people who see, and say so.
 */
import { LANGUAGES, type Snapshot } from '../../snapshot.ts';
import { clipLanguageOf } from '../../voice/index.ts';
import { isOperatorScreen } from '../screen-of.ts';
import { LANGUAGE_NAMES, TEXTS } from '../texts/index.ts';
import { SPEECH_TEXTS } from './speech-texts.ts';
import { lineOf, type SpokenLine } from './spoken-line.ts';
import { numberedChoice, type PageState, spokenLines, spokenScreen } from './spoken-text.ts';

/** The same screen in the language it is heard in. */
function heard(snapshot: Snapshot): Snapshot {
  return { ...snapshot, language: clipLanguageOf(snapshot.language) };
}

export function spokenScript(snapshot: Snapshot, state?: PageState): SpokenLine[] {
  const shown = heard(snapshot);
  if (isOperatorScreen(shown.screen.name)) return [lineOf(SPEECH_TEXTS[shown.language].staffScreen)];
  return spokenLines(shown, state);
}

/** What the focus can stand on. */
export type FocusedButton =
  /** One of the choices, 1 first. */
  | { readonly kind: 'choice'; readonly number: number }
  /** A key of the pad that types digits: which one is never said. */
  | { readonly kind: 'digit' }
  /** A button of the frame, of the pad or beside a long text, with the words on it. */
  | { readonly kind: 'named'; readonly words: string };

/** What is said when the focus comes to a button; `null` where nothing is known of it. */
export function spokenButton(snapshot: Snapshot, button: FocusedButton, state: PageState): SpokenLine | null {
  const shown = heard(snapshot);
  const texts = TEXTS[shown.language];
  const speech = SPEECH_TEXTS[shown.language];
  if (isOperatorScreen(shown.screen.name)) return lineOf(speech.staffScreen);
  switch (button.kind) {
    case 'choice': {
      const choice = spokenScreen(shown, state).choices[button.number - 1];
      if (choice === undefined) return null;
      const line = lineOf(choice);
      // Whoever stands by would hear what is being chosen: where somebody lived.
      const hidden = shown.voice.headphones !== 'in' && listsMunicipalities(shown, state);
      return numberedChoice(button.number, hidden ? { text: '', pieces: [] } : line, texts.guide);
    }
    case 'digit':
      return lineOf(speech.digitKey);
    case 'named': {
      const words = frameWords(snapshot, shown).get(button.words.trim());
      return words === undefined ? null : lineOf(words);
    }
    default: {
      const never: never = button;
      throw new Error(`No button ${JSON.stringify(never)}.`);
    }
  }
}

function listsMunicipalities(snapshot: Snapshot, state: PageState): boolean {
  return (
    snapshot.screen.name === 'municipality' &&
    snapshot.idleWarningSeconds === null &&
    !snapshot.help &&
    state.open === null
  );
}

/** Every button that is no choice: the words on it, and what they are called in the language that is heard. */
function frameWords(snapshot: Snapshot, shown: Snapshot): ReadonlyMap<string, string> {
  const on = TEXTS[snapshot.language];
  const said = TEXTS[shown.language];
  const names = SPEECH_TEXTS[shown.language].languages;
  return new Map([
    [on.controls.back, said.controls.back],
    [on.controls.cancel, said.controls.cancel],
    [on.controls.options, said.controls.options],
    [on.controls.stopVoice, said.controls.stopVoice],
    [on.controls.scrollUp, said.controls.scrollUp],
    [on.controls.scrollDown, said.controls.scrollDown],
    [on.help.open, said.help.open],
    [on.pin.erase, said.pin.erase],
    [on.misprint.confirm, said.misprint.confirm],
    ...LANGUAGES.map((one): [string, string] => [LANGUAGE_NAMES[one], names[one]]),
  ]);
}
