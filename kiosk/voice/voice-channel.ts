/**
 * The one channel everything is spoken through: never two voices at once, an alarm over guidance and never the other way round,
 * reminders until a card or paper is taken (K5), silence when somebody has asked for it; and, for whoever has asked for spoken
 * guidance, whatever is to be read of a screen. A pure scheduler: sound and time are given, so every rule can be tested without
 * either. What fails here is reported and never reaches the screen.
 */
import type { Snapshot, VOICE_REPORTS } from '../snapshot.ts';
import { ALARM_FLOOR_PERCENT, isMuted, type Occasion, occasionOf } from './occasion.ts';
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

/**
 * What became of the sound: a clip could not be played (no sound device, or a file that is missing or broken); one neither ended
 * nor failed within its limit; clips can be heard again.
 */
export type VoiceReport = (typeof VOICE_REPORTS)[number];

export interface VoiceChannelParts {
  readonly output: VoiceOutput;
  readonly timers: VoiceTimers;
  /** Told each time the state of the sound changes, not at every clip. */
  readonly report: (code: VoiceReport) => void;
}

export interface VoiceChannel {
  /** To be called with every snapshot, before it is read; what is already being said goes on. */
  show(snapshot: Snapshot): void;
  /**
   * Reads lines of the screen shown last, each with its clips, instead of what is being read; an alarm is let finish first.
   * Nothing where spoken guidance is off or silence has been asked for.
   */
  read(lines: readonly (readonly ClipId[])[], language: ClipLanguage): void;
  /** Nothing more is read of what `read` was given; alarms and reminders go on. */
  interrupt(): void;
  /** Nothing more is said until the next `show`: the link is lost, or the page goes. */
  silence(): void;
}

/** Longer than the longest utterance; a device that hangs is given up then. */
export const UTTERANCE_LIMIT_MS = 60_000;
/** Between two lines that are read: long enough to hear that one has ended. */
export const LINE_PAUSE_MS = 350;

/** `usual` keeps room above it, so that `raised` is louder at every volume of the hour. */
const VOLUME_FACTORS: Readonly<Record<VolumeClass, number>> = { usual: 0.7, raised: 1 };
const RANKS: Readonly<Record<Priority, number>> = { guidance: 0, warning: 1, alarm: 2 };

interface Speaking {
  readonly what: 'occasion' | 'line';
  readonly priority: Priority;
  readonly stop: () => void;
}

/** The screen shown last, as far as reading it goes. */
interface Shown {
  readonly screenSeq: number;
  readonly volumePercent: number;
  readonly mayBeRead: boolean;
}

export function openVoiceChannel({ output, timers, report }: VoiceChannelParts): VoiceChannel {
  let wanted: Occasion | null = null;
  /** How often the wanted sentence has been begun; 0 while it waits. */
  let said = 0;
  let speaking: Speaking | null = null;
  let cancelPause = () => {};
  let shown: Shown | null = null;
  let lines: (readonly ClipId[])[] = [];
  let linesLanguage: ClipLanguage = 'ja';
  /** The screen whose alarm has been said to its end. */
  let alarmHeardOn: number | null = null;
  let faulty = false;

  function stopSpeaking(): void {
    speaking?.stop();
    speaking = null;
  }

  function heard(end: VoiceEnd | 'timed-out'): void {
    const nowFaulty = end !== 'finished';
    if (nowFaulty === faulty) return;
    faulty = nowFaulty;
    report(end === 'finished' ? 'voice-output-back' : end === 'failed' ? 'voice-output-failed' : 'voice-output-silent');
  }

  function utter(what: Speaking['what'], priority: Priority, utterance: Utterance): void {
    let over = false;
    let stopOutput = () => {};
    const end = (how: VoiceEnd | 'timed-out') => {
      if (over) return;
      over = true;
      cancelLimit();
      stopOutput();
      speaking = null;
      heard(how);
      if (priority === 'alarm' && how === 'finished') alarmHeardOn = shown?.screenSeq ?? null;
      afterwards();
    };
    const cancelLimit = timers.after(UTTERANCE_LIMIT_MS, () => end('timed-out'));
    speaking = {
      what,
      priority,
      stop() {
        over = true;
        cancelLimit();
        stopOutput();
      },
    };
    try {
      const begun = output.say(utterance, end);
      stopOutput = () => begun.stop();
    } catch {
      // In a turn of its own, as every other end.
      timers.after(0, () => end('failed'));
    }
  }

  function speak({ priority, volume, language, clips, volumePercent }: Occasion): void {
    said += 1;
    const percent = priority === 'alarm' ? Math.max(volumePercent, ALARM_FLOOR_PERCENT) : volumePercent;
    utter('occasion', priority, { language, clips, volume: (percent / 100) * VOLUME_FACTORS[volume] });
  }

  function readOn(): void {
    const clips = lines.shift();
    if (clips === undefined || shown === null) return;
    const volume = (shown.volumePercent / 100) * VOLUME_FACTORS.usual;
    utter('line', 'guidance', { language: linesLanguage, clips, volume });
  }

  /** Something has been said to its end: what comes now? */
  function afterwards(): void {
    if (lines.length > 0) {
      pause(LINE_PAUSE_MS, readOn);
      return;
    }
    if (wanted === null) return;
    if (said === 0) {
      begin(wanted);
      return;
    }
    const { repeat } = wanted;
    switch (repeat.kind) {
      case 'once':
        return;
      case 'until-gone':
        pause(repeat.pauseMs, speakWanted);
        return;
      case 'rising':
        if (said >= repeat.times) wanted = risen(wanted, repeat.then);
        pause(repeat.pauseMs, speakWanted);
        return;
      default: {
        const never: never = repeat;
        throw new Error(`No rule ${JSON.stringify(never)}.`);
      }
    }
  }

  function begin(occasion: Occasion): void {
    if (occasion.firstPauseMs === 0) speak(occasion);
    else pause(occasion.firstPauseMs, speakWanted);
  }

  function pause(pauseMs: number, then: () => void): void {
    cancelPause();
    cancelPause = timers.after(pauseMs, then);
  }

  function speakWanted(): void {
    if (wanted !== null) speak(wanted);
  }

  /** Forgets the lines that wait, and stops the one being read. */
  function dropLines(): void {
    const waiting = lines.length > 0;
    lines = [];
    if (speaking?.what === 'line') stopSpeaking();
    else if (waiting && speaking === null) cancelPause();
  }

  return {
    show(snapshot) {
      const { screenSeq, voice, options } = snapshot;
      const muted = isMuted(snapshot);
      const mayBeRead = options.spokenGuidance && !muted;
      const reading = lines.length > 0 || speaking?.what === 'line';
      const staysRead = reading && mayBeRead && shown?.screenSeq === screenSeq;
      shown = { screenSeq, volumePercent: voice.volumePercent, mayBeRead };
      if (!staysRead) dropLines();
      const next = occasionOf(snapshot, alarmHeardOn === screenSeq);
      if (next !== null && next.key === wanted?.key) {
        wanted = { ...wanted, volumePercent: next.volumePercent };
        if (reading && !staysRead && speaking === null) afterwards();
        return;
      }
      wanted = next;
      said = 0;
      // What waits its turn is begun when the lines have been read.
      if (staysRead && (next === null || next.firstPauseMs > 0)) return;
      lines = [];
      cancelPause();
      const lessUrgent = next === null || RANKS[next.priority] < RANKS.alarm;
      // An alarm is said to its end, unless the next thing is as urgent or somebody wants it quiet.
      if (speaking?.priority === 'alarm' && lessUrgent && !muted) return;
      stopSpeaking();
      if (next !== null) begin(next);
    },
    read(given, language) {
      if (shown?.mayBeRead !== true) return;
      lines = given.filter((clips) => clips.length > 0);
      linesLanguage = language;
      if (lines.length === 0) return;
      if (speaking?.priority === 'alarm') return;
      cancelPause();
      stopSpeaking();
      readOn();
    },
    interrupt() {
      const reading = lines.length > 0 || speaking?.what === 'line';
      dropLines();
      if (reading && speaking === null) afterwards();
    },
    silence() {
      lines = [];
      cancelPause();
      stopSpeaking();
      wanted = null;
      shown = null;
    },
  };
}

/** The same occasion in more urgent words. */
function risen(occasion: Occasion, id: SentenceId): Occasion {
  const { priority, volume, repeat } = SENTENCES[id];
  return { ...occasion, clips: [id], priority, volume, repeat };
}
