/** What a snapshot asks the voice to do by itself: which clips, how loud, how urgent, how often; and when it is a new thing to say. */
import type { Snapshot } from '../snapshot.ts';
import { clipLanguageOf } from './clip-language.ts';
import { cueOf } from './cue-of.ts';
import { type ClipId, type ClipLanguage, SENTENCES, type SentenceId } from './sentences/index.ts';
import type { Priority, RepeatRule, VolumeClass } from './sentences/sentence.ts';

export interface Occasion {
  /** The same for snapshots that ask for the same words on the same screen: they are not begun anew. */
  readonly key: string;
  readonly language: ClipLanguage;
  readonly clips: readonly ClipId[];
  readonly priority: Priority;
  readonly volume: VolumeClass;
  readonly repeat: RepeatRule<SentenceId>;
  readonly volumePercent: number;
  /** How long it waits before it is said for the first time; 0 for at once. */
  readonly firstPauseMs: number;
}

/** How loud an alarm about something left behind is at the least, whatever the hour says (K5). */
export const ALARM_FLOOR_PERCENT = 20;

const ONCE = { kind: 'once' } as const;

/** Whether somebody has asked for silence, or the hour does. */
export function isMuted({ voice }: Pick<Snapshot, 'voice'>): boolean {
  return voice.stopped || voice.volumePercent === 0;
}

/**
 * `null`: nothing is said by itself. Where silence has been asked for, only an alarm is left, once; with spoken guidance the guide reads
 * the screen, and only what has to be repeated is left.
 *
 * @param alarmHeard the alarm of this screen has been said to its end.
 */
export function occasionOf(snapshot: Snapshot, alarmHeard = false): Occasion | null {
  const cue = cueOf(snapshot);
  if (cue === null) return null;
  if (isMuted(snapshot)) return alarmHeard ? null : alarmIn(cue, snapshot);
  const { repeat, priority } = SENTENCES[cue];
  if (!snapshot.options.spokenGuidance || priority === 'alarm') return said(cue, snapshot, 'aloud', 0);
  return repeat.kind === 'once' ? null : said(cue, snapshot, 'guided', repeat.pauseMs);
}

function said(cue: SentenceId, { screenSeq, voice, language }: Snapshot, how: string, firstPauseMs: number): Occasion {
  const { priority, volume, repeat } = SENTENCES[cue];
  const inClips = clipLanguageOf(language);
  return {
    key: [screenSeq, inClips, how, cue].join(' '),
    language: inClips,
    clips: [cue],
    priority,
    volume,
    repeat,
    volumePercent: voice.volumePercent,
    firstPauseMs,
  };
}

/** The alarm a sentence is or would become, said once; what never becomes one is silent. */
function alarmIn(cue: SentenceId, snapshot: Snapshot): Occasion | null {
  const { priority, repeat } = SENTENCES[cue];
  if (priority === 'alarm') return { ...said(cue, snapshot, 'muted', 0), repeat: ONCE };
  if (repeat.kind !== 'rising') return null;
  return { ...said(repeat.then, snapshot, 'muted', repeat.pauseMs * repeat.times), repeat: ONCE };
}
