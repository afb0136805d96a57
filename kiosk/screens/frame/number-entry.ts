/** Typing the number of a choice. A number that could still become a longer one waits for the next digit or for Enter. */

export interface NumberEntry {
  /** The digits typed so far; empty when nothing waits. */
  pending: string;
  /** The number meant now; `null` when there is no such choice. */
  number: number | null;
  /** No further digit can change it. */
  decided: boolean;
}

/** @param count how many choices there are. */
export function typeNumber(pending: string, digit: number, count: number): NumberEntry {
  for (const typed of pending === '' ? [`${digit}`] : [`${pending}${digit}`, `${digit}`]) {
    const number = Number(typed);
    if (number < 1 || number > count) continue;
    const decided = number * 10 > count;
    return { pending: decided ? '' : typed, number, decided };
  }
  return { pending: '', number: null, decided: false };
}
