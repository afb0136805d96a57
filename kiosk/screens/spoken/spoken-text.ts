/**
 * What a screen says aloud into headphones: its title, what to do, its state, and what can be pressed with the numbers that stand
 * on the screen. Digits typed are counted, never said; a person's facts are said only where spoken guidance has been asked
 * for, because only then does nobody else hear them.
 */
import type { ScreenName, Snapshot } from '../../snapshot.ts';
import type { Filter } from '../municipality-filter.ts';
import { isOperatorScreen } from '../screen-of.ts';
import { helpOf } from '../texts/help-of.ts';
import { TEXTS } from '../texts/index.ts';
import type { Texts } from '../texts/texts.ts';
import { OPERATOR_WORDS } from './operator-words.ts';
import type { Spoken, SpokenProps, SpokenScreen } from './spoken-screen.ts';
import { VISIT_WORDS } from './visit-words.ts';

/** The one map from screen to words. A screen without words does not compile. */
const WORDS: { [N in ScreenName]: Spoken<N> } = { ...VISIT_WORDS, ...OPERATOR_WORDS };

function wordsOf<N extends ScreenName>(name: N, props: SpokenProps<N>): SpokenScreen {
  return WORDS[name](props);
}

const NOT_NARROWED: Filter = { prefecture: null, row: null };

/** What is said of the topmost thing on the screen: the warning, else the help, else the screen itself. */
export function spokenScreen(snapshot: Snapshot, narrowed: Filter = NOT_NARROWED): SpokenScreen {
  const { screen, language, options, allows, idleWarningSeconds } = snapshot;
  const texts = TEXTS[language];
  if (idleWarningSeconds !== null) return idleWords(snapshot, texts, idleWarningSeconds);
  const points = snapshot.help ? helpOf(screen.name, texts) : null;
  if (points !== null) {
    return { heading: texts.help.heading, words: [...points, texts.help.staff], choices: [texts.help.close] };
  }
  const personal = options.spokenGuidance;
  return wordsOf(screen.name, { screen, language, texts, canCancel: allows.cancel, personal, narrowed });
}

function idleWords({ screen, allows }: Snapshot, texts: Texts, seconds: number): SpokenScreen {
  const staff = isOperatorScreen(screen.name);
  const idle = staff ? texts.operator.idle : texts.idle;
  const canEnd = allows.cancel || (staff && screen.name !== 'operator-code');
  return {
    heading: idle.heading,
    words: [idle.left(seconds), idle.lead],
    choices: [idle.moreTime, ...(canEnd ? [idle.endNow] : [])],
  };
}

/**
 * Everything a screen says aloud, in the snapshot's language, as sentences in one line.
 *
 * @param narrowed how far the list of municipalities has been narrowed on the screen; not at all when left out.
 */
export function spokenText(snapshot: Snapshot, narrowed: Filter = NOT_NARROWED): string {
  const { guide } = TEXTS[snapshot.language];
  const { heading, words, choices, types } = spokenScreen(snapshot, narrowed);
  const keys = types === true ? guide.keysType : choices.length > 0 ? guide.keysChoose : guide.nothingToPress;
  return [heading, ...words, ...choices.map((label, index) => guide.choice(index + 1, label)), keys, guide.keysMove]
    .map(sentence)
    .filter((one) => one !== '')
    .join(' ');
}

/** Ends like a sentence, so that whoever reads it out makes a pause. */
function sentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line === '' || /[。．.!?！？]$/.test(line)
    ? line
    : /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(line)
      ? `${line}。`
      : `${line}.`;
}
