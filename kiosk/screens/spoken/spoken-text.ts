/**
 * What a screen says aloud: its title, what to do, its state, and what can be pressed with the numbers that stand on the
 * screen. Digits typed are counted, never said; a person's facts are said only into headphones that are plugged in, because only
 * then does nobody else hear them.
 */
import type { ScreenName, Snapshot } from '../../snapshot.ts';
import type { Filter } from '../municipality-filter.ts';
import { isOperatorScreen } from '../screen-of.ts';
import { helpOf } from '../texts/help-of.ts';
import { TEXTS } from '../texts/index.ts';
import type { Texts } from '../texts/texts.ts';
import { OPERATOR_WORDS } from './operator-words.ts';
import { aboutWords, settingsWords } from './settings-words.ts';
import { SPEECH_TEXTS } from './speech-texts.ts';
import { aloneWith, lineOf, type SpokenLine, withNumbers } from './spoken-line.ts';
import type { Spoken, SpokenProps, SpokenScreen } from './spoken-screen.ts';
import { VISIT_WORDS } from './visit-words.ts';

/** The one map from screen to words. A screen without words does not compile. */
const WORDS: { [N in ScreenName]: Spoken<N> } = { ...VISIT_WORDS, ...OPERATOR_WORDS };

function wordsOf<N extends ScreenName>(name: N, props: SpokenProps<N>): SpokenScreen {
  return WORDS[name](props);
}

/** What the page knows besides the snapshot. */
export interface PageState {
  /** How far the list of municipalities has been narrowed. */
  readonly narrowed: Filter;
  /** What lies open over the screen without the snapshot knowing of it. */
  readonly open: 'settings' | 'about' | null;
}

const AS_IT_COMES: PageState = { narrowed: { prefecture: null, row: null }, open: null };

/** What is said of the topmost thing on the screen: the warning, the settings, the help, or else the screen itself. */
export function spokenScreen(snapshot: Snapshot, { narrowed, open }: PageState = AS_IT_COMES): SpokenScreen {
  const { screen, language, allows, idleWarningSeconds } = snapshot;
  const texts = TEXTS[language];
  const speech = SPEECH_TEXTS[language];
  if (idleWarningSeconds !== null) return idleWords(snapshot, texts, idleWarningSeconds);
  if (open === 'settings') return settingsWords(snapshot, texts, speech);
  if (open === 'about') return aboutWords(texts);
  const points = snapshot.help ? helpOf(screen.name, texts) : null;
  if (points !== null) {
    return { heading: texts.help.heading, words: [...points, texts.help.staff], choices: [texts.help.close] };
  }
  const alone = aloneWith(snapshot);
  return wordsOf(screen.name, { screen, language, texts, speech, canCancel: allows.cancel, alone, narrowed });
}

function idleWords({ screen, allows }: Snapshot, texts: Texts, seconds: number): SpokenScreen {
  const staff = isOperatorScreen(screen.name);
  const idle = staff ? texts.operator.idle : texts.idle;
  const canEnd = allows.cancel || (staff && screen.name !== 'operator-code');
  return {
    heading: idle.heading,
    words: [withNumbers(idle.left(seconds), [seconds], true), idle.lead],
    choices: [idle.moreTime, ...(canEnd ? [idle.endNow] : [])],
  };
}

/** Everything a screen says aloud, line by line, in the snapshot's language. */
export function spokenLines(snapshot: Snapshot, state: PageState = AS_IT_COMES): SpokenLine[] {
  const { guide } = TEXTS[snapshot.language];
  const { heading, words, choices, types } = spokenScreen(snapshot, state);
  const keys = types === true ? guide.keysType : choices.length > 0 ? guide.keysChoose : guide.nothingToPress;
  return [
    ...[heading, ...words].map(lineOf),
    ...choices.map((words, index) => numberedChoice(index + 1, lineOf(words), guide)),
    lineOf(keys),
    lineOf(guide.keysMove),
  ];
}

/** A choice with the number that stands on it. */
export function numberedChoice(number: number, choice: SpokenLine, guide: Texts['guide']): SpokenLine {
  const [before] = guide.choice(number, '\u0000').split('\u0000');
  return {
    ...choice,
    text: guide.choice(number, choice.text),
    pieces: [...withNumbers(before ?? '', [number]).pieces, ...choice.pieces],
  };
}

/** Everything a screen says aloud, in the snapshot's language, as sentences in one line: for screen readers and braille. */
export function spokenText(snapshot: Snapshot, state: PageState = AS_IT_COMES): string {
  return spokenLines(snapshot, state)
    .map(({ text }) => sentence(text))
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
