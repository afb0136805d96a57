/** The settings as they are said aloud: languages, then each setting with whether it is on; and what the machine says of itself. */
import { LANGUAGES, type Snapshot } from '../../snapshot.ts';
import { OPTION_NAMES } from '../frame/option-names.ts';
import type { Texts } from '../texts/texts.ts';
import type { SpeechTexts } from './speech-texts.ts';
import { listed, onTheScreen } from './spoken-line.ts';
import type { SpokenScreen } from './spoken-screen.ts';

export function settingsWords({ language, options }: Snapshot, texts: Texts, speech: SpeechTexts): SpokenScreen {
  const { controls, guide } = texts;
  const state = (on: boolean) => (on ? speech.on : speech.off);
  return {
    heading: controls.options,
    words: [guide.lead],
    choices: [
      ...LANGUAGES.map((one) => listed(speech.languages[one], state(one === language))),
      ...OPTION_NAMES.map((name) => listed(controls[name], state(options[name]), guide.details[name])),
      texts.about.heading,
      guide.close,
    ],
  };
}

/** Names of others are left to the screen. */
export function aboutWords({ about }: Texts): SpokenScreen {
  const credits = [about.voice, about.otherVoices, about.typefaces, about.software].join(', ');
  return { heading: about.heading, words: [about.purpose, onTheScreen(credits)], choices: [about.back] };
}
