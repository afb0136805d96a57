/**
 * The same instant so many years earlier. From 29 February it is the last day of February where that year has no 29th: a time of keeping
 * that is counted back from there ends late rather than a day early (V16, V5).
 */
export function yearsBefore(now: Date, years: number): Date {
  const before = new Date(now);
  before.setUTCFullYear(before.getUTCFullYear() - years);
  if (before.getUTCDate() !== now.getUTCDate()) before.setUTCDate(0);
  return before;
}
