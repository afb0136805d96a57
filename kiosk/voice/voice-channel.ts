/**
 * The one channel everything is spoken through: never two voices at once, an alarm over guidance and never the other way round,
 * reminders until a card or paper is taken (K5), silence when somebody has asked for it. A pure scheduler: sound and time are
 * given, so every rule can be tested without either. What fails here is reported and never reaches the screen.
 */
import type { Snapshot } from '../snapshot.ts';
import { type Occasion, occasionOf } from './occasion.ts';
import { type ClipId, type ClipLanguage, SENTENCES, type SentenceId } from './sentences/index.ts';
import type { Priority, VolumeClass } from './sentences/sentence.ts';

/** What is to be heard at one go. */
export interface Utterance {
  readonly language: ClipLanguage;
  readonly clips: readonly ClipId[];
  /** 0 to 1. */
  readonly volume: number;
}

/** How an utterance ended that was not stopped from here. */
export type VoiceEnd = 'finished' | 'failed';

/** Where sound comes out. `ended` is called once, or never after `stop`; it must not be called from within `say`. */
export interface VoiceOutput {
  say(utterance: Utterance, ended: (end: VoiceEnd) => void): { stop(): void };
}

/** Time, given by whoever runs the channel. */
export interface VoiceTimers {
  /** Runs something later; the answer takes it back. */
  after(delayMs: number, run: () => void): () => void;
}

/** What became of the sound, enumerated. */
export type VoiceReport =
  /** A clip could not be played: no sound device, or a file that is missing or broken. */
  | 'voice-output-failed'
  /** A clip neither ended nor failed within its limit. */
  | 'voice-output-silent'
  /** Clips can be heard again. */
  | 'voice-output-back';

export interface VoiceChannelParts {
  readonly output: VoiceOutput;
  readonly timers: VoiceTimers;
  /** Told each time the state of the sound changes, not at every clip. */
  readonly report: (code: VoiceReport) => void;
}

export interface VoiceChannel {
  /** To be called with every snapshot; what is already being said goes on. */
  show(snapshot: Snapshot): void;
  /** Says the current screen once more from its beginning; nothing where nothing is to be said. */
  again(): void;
  /** Nothing more is said until the next `show`: the link is lost, or the page goes. */
  silence(): void;
}

/** Longer than the longest utterance; a device that hangs is given up then. */
export const UTTERANCE_LIMIT_MS = 30_000;

/** `usual` keeps room above it, so that `raised` is louder at every volume of the hour. */
const VOLUME_FACTORS: Readonly<Record<VolumeClass, number>> = { usual: 0.7, raised: 1 };
const RANKS: Readonly<Record<Priority, number>> = { guidance: 0, warning: 1, alarm: 2 };

interface Speaking {
  readonly priority: Priority;
  readonly stop: () => void;
}

export function openVoiceChannel({ output, timers, report }: VoiceChannelParts): VoiceChannel {
  let wanted: Occasion | null = null;
  /** How often the wanted sentence has been begun; 0 while it waits for an alarm to end. */
  let said = 0;
  let speaking: Speaking | null = null;
  let cancelPause = () => {};
  let faulty = false;

  function hush(): void {
    cancelPause();
    speaking?.stop();
    speaking = null;
  }

  function heard(end: VoiceEnd | 'timed-out'): void {
    const nowFaulty = end !== 'finished';
    if (nowFaulty === faulty) return;
    faulty = nowFaulty;
    report(end === 'finished' ? 'voice-output-back' : end === 'failed' ? 'voice-output-failed' : 'voice-output-silent');
  }

  function speak(occasion: Occasion): void {
    const { priority, volume } = occasion;
    said += 1;
    let over = false;
    let stopOutput = () => {};
    const end = (how: VoiceEnd | 'timed-out') => {
      if (over) return;
      over = true;
      cancelLimit();
      stopOutput();
      speaking = null;
      heard(how);
      afterwards();
    };
    const cancelLimit = timers.after(UTTERANCE_LIMIT_MS, () => end('timed-out'));
    speaking = {
      priority,
      stop() {
        over = true;
        cancelLimit();
        stopOutput();
      },
    };
    const utterance = {
      language: occasion.language,
      clips: occasion.clips,
      volume: (occasion.volumePercent / 100) * VOLUME_FACTORS[volume],
    };
    try {
      const begun = output.say(utterance, end);
      stopOutput = () => begun.stop();
    } catch {
      // In a turn of its own, as every other end.
      timers.after(0, () => end('failed'));
    }
  }

  /** Something has been said to its end: what comes now? */
  function afterwards(): void {
    if (wanted === null) return;
    if (said === 0) {
      speak(wanted);
      return;
    }
    const { repeat } = wanted;
    switch (repeat.kind) {
      case 'once':
        return;
      case 'until-gone':
        pause(repeat.pauseMs);
        return;
      case 'rising':
        if (said >= repeat.times) wanted = risen(wanted, repeat.then);
        pause(repeat.pauseMs);
        return;
      default: {
        const never: never = repeat;
        throw new Error(`No rule ${JSON.stringify(never)}.`);
      }
    }
  }

  function pause(pauseMs: number): void {
    cancelPause = timers.after(pauseMs, () => {
      if (wanted !== null) speak(wanted);
    });
  }

  return {
    show(snapshot) {
      const next = occasionOf(snapshot);
      if (next === 'muted') {
        hush();
        wanted = null;
        return;
      }
      if (next !== null && next.key === wanted?.key) {
        wanted = { ...wanted, volumePercent: next.volumePercent };
        return;
      }
      wanted = next;
      said = 0;
      cancelPause();
      // An alarm is said to its end, unless the next thing is as urgent.
      if (speaking?.priority === 'alarm' && (next === null || RANKS[next.priority] < RANKS.alarm)) return;
      speaking?.stop();
      speaking = null;
      if (next !== null) speak(next);
    },
    again() {
      if (wanted === null || speaking?.priority === 'alarm') return;
      hush();
      said = 0;
      speak(wanted);
    },
    silence() {
      hush();
      wanted = null;
    },
  };
}

/** The same occasion in more urgent words. */
function risen(occasion: Occasion, id: SentenceId): Occasion {
  const { priority, volume, repeat } = SENTENCES[id];
  return { ...occasion, clips: [id], priority, volume, repeat };
}
