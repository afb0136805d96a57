/** From words to a sound file and to the trace of how they are read. */
import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import type { EnglishWords, JapaneseWords } from '../sentences/sentence.ts';
import { readingOf, type TraceFailure, withoutSpaces } from './reading-trace.ts';
import { runTool, type ToolFailure } from './run-tool.ts';

/** Where Debian's `open-jtalk-mecab-naist-jdic` puts the dictionary. */
export const DICTIONARY = '/var/lib/mecab/dic/open-jtalk/naist-jdic';
/** A little slower than the voice's own pace, for a noisy store. */
const JAPANESE_RATE = '0.95';
const ENGLISH_WORDS_PER_MINUTE = '150';
const ENGLISH_VOICE = 'en-gb';

export type SynthesisFailure =
  | ToolFailure
  | TraceFailure
  /** The synthesiser reads the words otherwise than the table wants; give it kana in `spoken`. */
  | { kind: 'wrong-reading'; wanted: string; read: string };

/** What was given to the synthesiser, and how it read it: katakana, or phonemes in English. */
export interface Spoken {
  readonly spoken: string;
  readonly trace: string;
}

/**
 * Writes `${path}` (WAV) with the given voice. Fails on a wrong reading; words of the screens come without one, and theirs has been
 * read in the manifest.
 */
export async function speakJapanese(
  words: EnglishWords & Partial<JapaneseWords>,
  voicePath: string,
  path: string,
): Promise<Result<Spoken, SynthesisFailure>> {
  const spoken = words.spoken ?? words.text;
  const tracePath = `${path}.trace`;
  const parameters = ['-x', DICTIONARY, '-m', voicePath, '-r', JAPANESE_RATE, '-ow', path, '-ot', tracePath];
  const made = await runTool('open_jtalk', parameters, `${spoken}\n`);
  if (made.isErr()) return err(made.error);
  const trace = readingOf(await readFile(tracePath, 'utf8'));
  if (trace.isErr()) return err(trace.error);
  const wanted = words.reading === undefined ? trace.value : withoutSpaces(words.reading);
  if (trace.value !== wanted) return err({ kind: 'wrong-reading', wanted, read: trace.value });
  return ok({ spoken, trace: trace.value });
}

/** Writes `${path}` (WAV). English has no table of readings: its phonemes are kept, to be seen when they change. */
export async function speakEnglish(words: EnglishWords, path: string): Promise<Result<Spoken, SynthesisFailure>> {
  const spoken = words.spoken ?? words.text;
  const parameters = ['-v', ENGLISH_VOICE, '-s', ENGLISH_WORDS_PER_MINUTE, '--ipa', '-w', path, spoken];
  const made = await runTool('espeak-ng', parameters);
  return made.map(({ stdout }) => ({ spoken, trace: stdout.toString('utf8').trim().replaceAll(/\s+/g, ' ') }));
}
