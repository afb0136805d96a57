/** What becomes of one person's doses when lines of a file say how they were. A function of values alone. */

import type { DoseFacts, Doubt } from '../register/dose-facts.ts';
import { type DoubtfulPerson, doubtsOf } from '../register/doubts.ts';
import { isForSomebodyToEnd, isSaid } from '../register/refresh-doubts.ts';

/** A dose as registered. `isStaffsWord`: somebody of the staff has confirmed or corrected it since the source last spoke. */
export type PresentDose = {
  readonly doseId: string;
  readonly facts: DoseFacts;
  readonly doubt: Doubt | null;
  readonly isStaffsWord: boolean;
};

/** A line of the file. What it leaves empty of `vaccinatedIn`, `site` and `doctor` stays as it is registered. */
export type DoseLine =
  | { readonly line: number; readonly done: true; readonly facts: DoseFacts; readonly saidDoubtful: boolean }
  | { readonly line: number; readonly done: false; readonly number: number };

export type MergedLine =
  | { readonly line: number; readonly action: 'add'; readonly facts: DoseFacts; readonly doubt: Doubt | null }
  | {
      readonly line: number;
      readonly action: 'change' | 'flag';
      readonly present: PresentDose;
      readonly facts: DoseFacts;
      readonly doubt: Doubt | null;
    }
  | { readonly line: number; readonly action: 'same' };

export type Merge = {
  readonly lines: readonly MergedLine[];
  /** Doses that are not changed, but doubtful or certain from now on. */
  readonly flags: readonly { readonly doseId: string; readonly doubt: Doubt | null }[];
};

/** A dose on its way: who says so, and what stands against it without a rule. */
type Coming = {
  readonly line: number | null;
  readonly present: PresentDose | null;
  readonly facts: DoseFacts;
  readonly isChanged: boolean;
  word: Doubt | null;
};

/** @param today `YYYY-MM-DD` in Japan */
export function mergeDoses(
  person: DoubtfulPerson,
  present: readonly PresentDose[],
  lines: readonly DoseLine[],
  today: string,
): Merge {
  const done = lines.filter((line) => line.done);
  const matches = matchLines(present, done);
  const coming: Coming[] = [];
  for (const line of done) {
    const match = matches.get(line.line) ?? null;
    const facts = match === null ? line.facts : filledFrom(line.facts, match.facts);
    const isChanged = match !== null && !sameFacts(facts, match.facts);
    coming.push({
      line: line.line,
      present: match,
      facts,
      isChanged,
      word: wordOf(line.saidDoubtful, match, isChanged),
    });
  }
  const matched = new Set([...matches.values()].map(({ doseId }) => doseId));
  for (const dose of present) {
    if (matched.has(dose.doseId)) continue;
    const word = isSaid(dose.doubt) ? dose.doubt : null;
    coming.push({ line: null, present: dose, facts: dose.facts, isChanged: false, word });
  }
  // The source says that it was not given: whatever stands under this number is doubtful.
  const denied = new Map<number, number>();
  for (const line of lines) {
    if (line.done) continue;
    denied.set(line.number, line.line);
    for (const dose of coming) if (dose.facts.number === line.number) dose.word ??= 'said-by-source';
  }
  coming.sort((a, b) => a.facts.number - b.facts.number || a.facts.day.localeCompare(b.facts.day));
  const doubts = doubtsOf(
    person,
    coming.map(({ facts }) => facts),
    today,
  );
  const merged: MergedLine[] = [];
  const flags: { doseId: string; doubt: Doubt | null }[] = [];
  for (const [index, { line, present: dose, facts, isChanged, word }] of coming.entries()) {
    // What was written before its day was wrong then, and stays so until somebody ends it or the source changes it.
    const standing = dose !== null && !isChanged && isForSomebodyToEnd(dose.doubt) ? dose.doubt : null;
    const doubt = word ?? doubts[index] ?? standing;
    if (dose === null) {
      if (line !== null) merged.push({ line, action: 'add', facts, doubt });
      continue;
    }
    // Somebody's word is part of the history; a rule's is not.
    const isNewWord = isSaid(doubt) && doubt !== dose.doubt;
    const denying = line === null ? denied.get(facts.number) : undefined;
    const speaker = line ?? denying ?? null;
    if (line !== null && isChanged) merged.push({ line, action: 'change', present: dose, facts, doubt });
    else if (speaker !== null && isNewWord) {
      merged.push({ line: speaker, action: 'flag', present: dose, facts, doubt });
      if (denying !== undefined) denied.delete(facts.number);
    } else {
      if (line !== null) merged.push({ line, action: 'same' });
      if (doubt !== dose.doubt) flags.push({ doseId: dose.doseId, doubt });
    }
  }
  const spoken = new Set(merged.map(({ line }) => line));
  for (const { line } of lines) if (!spoken.has(line)) merged.push({ line, action: 'same' });
  return { lines: merged, flags };
}

/** What the file says of doubt. A source that changes what staff have looked at is looked at again, never taken silently. */
function wordOf(saidDoubtful: boolean, match: PresentDose | null, isChanged: boolean): Doubt | null {
  if (match === null) return saidDoubtful ? 'said-by-source' : null;
  if (match.doubt === 'said-by-staff') return match.doubt;
  if (isChanged) return saidDoubtful || match.isStaffsWord ? 'said-by-source' : null;
  if (match.doubt === 'said-by-source') return match.doubt;
  return saidDoubtful && !match.isStaffsWord ? 'said-by-source' : null;
}

/** Same number and day; else same number, where that leaves no choice. */
function matchLines(
  present: readonly PresentDose[],
  lines: readonly Extract<DoseLine, { done: true }>[],
): ReadonlyMap<number, PresentDose> {
  const free = new Set(present);
  const matches = new Map<number, PresentDose>();
  for (const { line, facts } of lines) {
    const same = [...free].find((dose) => dose.facts.number === facts.number && dose.facts.day === facts.day);
    if (same === undefined) continue;
    free.delete(same);
    matches.set(line, same);
  }
  const left = lines.filter(({ line }) => !matches.has(line));
  for (const { line, facts } of left) {
    const [only, ...others] = [...free].filter((dose) => dose.facts.number === facts.number);
    const isAlone = left.filter((other) => other.facts.number === facts.number).length === 1;
    if (only !== undefined && others.length === 0 && isAlone) matches.set(line, only);
  }
  return matches;
}

const filledFrom = (facts: DoseFacts, present: DoseFacts): DoseFacts => ({
  ...facts,
  vaccinatedIn: facts.vaccinatedIn ?? present.vaccinatedIn,
  site: facts.site ?? present.site,
  doctor: facts.doctor ?? present.doctor,
});

const sameFacts = (a: DoseFacts, b: DoseFacts): boolean =>
  a.number === b.number &&
  a.day === b.day &&
  a.product === b.product &&
  a.lot === b.lot &&
  a.vaccinatedIn === b.vaccinatedIn &&
  a.site === b.site &&
  a.doctor === b.doctor;
