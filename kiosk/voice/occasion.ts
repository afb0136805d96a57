/** What a snapshot asks the voice to do: which clips, how loud, how urgent, how often; and when it is a new thing to say. */
import type { Language, Snapshot } from '../snapshot.ts';
import { cueOf } from './cue-of.ts';
import { headphoneClips } from './headphones.ts';
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
}

/** There are no Chinese and Korean voices to make clips with: their readers hear English and read their own language. */
export function clipLanguageOf(language: Language): ClipLanguage {
  return language === 'ja' ? 'ja' : 'en';
}

/** `muted`: somebody has asked for silence. `null`: this screen says nothing. */
export function occasionOf(snapshot: Snapshot): Occasion | 'muted' | null {
  const { voice, screenSeq, options } = snapshot;
  if (voice.stopped || voice.volumePercent === 0) return 'muted';
  const language = clipLanguageOf(snapshot.language);
  const cue = cueOf(snapshot);
  const sentence = cue === null ? null : SENTENCES[cue];
  const words: readonly ClipId[] = cue === null ? [] : [cue];
  // An alarm is for the loudspeaker whoever wears headphones; everything else is read to them, and to nobody else.
  const guided = options.spokenGuidance && sentence?.priority !== 'alarm';
  const clips = guided ? headphoneClips(snapshot, language) : words;
  if (clips.length === 0) return null;
  return {
    key: [screenSeq, language, guided, ...clips].join(' '),
    language,
    clips,
    priority: sentence?.priority ?? 'guidance',
    volume: sentence?.volume ?? 'usual',
    repeat: sentence?.repeat ?? { kind: 'once' },
    volumePercent: voice.volumePercent,
  };
}
