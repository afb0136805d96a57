/** What a running roll-out does next, from its numbers alone. */

/** How the orders of one stage stand. */
export type StageCounts = {
  /** Waiting or sent, without an answer. */
  readonly open: number;
  /** Of these, sent: an answer may still come, or the terminal has gone down by it. */
  readonly sent: number;
  readonly done: number;
  /** The terminal's own refusal or failure. */
  readonly refused: number;
  /** Sent, and never answered in its time: the terminal may have gone down by it. */
  readonly lost: number;
  /** Of earlier stages, refused or lost since this one began: their orders went out late, but by the same order. */
  readonly lateFailures: number;
};

export type StageSituation = {
  readonly stagesPercent: readonly number[];
  readonly successPercent: number;
  readonly stopAtFailurePercent: number;
  readonly targets: number;
  /** From 1; 0 before the first. */
  readonly stage: number;
  /** Terminals that have been ordered, in all stages. */
  readonly ordered: number;
  /** The stage's time is over. */
  readonly timeIsOver: boolean;
  readonly counts: StageCounts;
};

export const STOP_REASONS = ['failures', 'too-few-done'] as const;
export type StopReason = (typeof STOP_REASONS)[number];

export type Step =
  | { readonly kind: 'begin-stage'; readonly stage: number }
  /** So many more terminals get their order now. */
  | { readonly kind: 'order'; readonly terminals: number }
  | { readonly kind: 'wait' }
  | { readonly kind: 'stop'; readonly reason: StopReason }
  | { readonly kind: 'finish' };

/** So many answers of a stage are waited for before their share of failures means anything. */
export const ANSWERS_TO_JUDGE = 20;

/** How many terminals have their order when a stage is reached in full; always at least one of any. */
export function reachOf(stagesPercent: readonly number[], targets: number, stage: number): number {
  const percent = stage === 0 ? 0 : (stagesPercent[stage - 1] ?? 100);
  return Math.min(targets, Math.ceil((targets * percent) / 100));
}

/** Shares that rise, and end with everybody. */
export const areStages = (stagesPercent: readonly number[]): boolean =>
  stagesPercent.at(-1) === 100 &&
  stagesPercent.every((percent, index) => index === 0 || percent > (stagesPercent[index - 1] ?? percent));

function hasFailed({ stopAtFailurePercent, timeIsOver, counts }: StageSituation, inStage: number): boolean {
  const failed = counts.refused + counts.lost + counts.lateFailures;
  if (failed === 0) return false;
  // Whatever the others of the stage answer, it is too many.
  if (failed * 100 >= stopAtFailurePercent * inStage) return true;
  const answered = counts.done + failed;
  const isTelling = answered >= Math.min(inStage, ANSWERS_TO_JUDGE) || counts.open === 0 || timeIsOver;
  return isTelling && failed * 100 >= stopAtFailurePercent * answered;
}

export function nextStep(situation: StageSituation): Step {
  const { stagesPercent, targets, stage, ordered, counts } = situation;
  if (stage === 0) return { kind: 'begin-stage', stage: 1 };
  const reach = reachOf(stagesPercent, targets, stage);
  const inStage = reach - reachOf(stagesPercent, targets, stage - 1);
  if (hasFailed(situation, inStage)) return { kind: 'stop', reason: 'failures' };
  if (ordered < reach) return { kind: 'order', terminals: reach - ordered };
  if (stage === stagesPercent.length) return counts.open === 0 ? { kind: 'finish' } : { kind: 'wait' };
  // Who is away holds nothing up when the time is over; who was sent an order does until it is answered, or lost and a failure.
  if (counts.sent > 0 || (counts.open > 0 && !situation.timeIsOver)) return { kind: 'wait' };
  if (counts.done * 100 >= situation.successPercent * inStage) return { kind: 'begin-stage', stage: stage + 1 };
  // An answer that is still out may yet be the one that is missing.
  return counts.open > 0 ? { kind: 'wait' } : { kind: 'stop', reason: 'too-few-done' };
}
