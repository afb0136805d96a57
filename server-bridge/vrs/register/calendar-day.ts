/** Whether a `YYYY-MM-DD` text is a day that exists. */
export function isCalendarDay(text: string): boolean {
  const instant = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text) && text.length === 10;
}

/** The calendar day in Japan (UTC+9, no summer time). */
export function dayInJapan(instant: Date): string {
  return new Date(instant.getTime() + 9 * 60 * 60_000).toISOString().slice(0, 10);
}
