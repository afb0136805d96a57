/** Japan Standard Time by arithmetic, whatever zone the machine runs in: service hours and the planned restart stand in it. */

const JAPAN_OFFSET_MINUTES = 9 * 60;
const DAY_MINUTES = 24 * 60;

/** The minute of the Japanese day, 0 to 1439. */
export function japaneseMinuteOf(now: Date): number {
  return (Math.floor(now.getTime() / 60_000) + JAPAN_OFFSET_MINUTES) % DAY_MINUTES;
}

/** `HH:MM` as a minute of the day; `24:00` is 1440. */
export function minuteOf(time: string): number {
  const [hour = '0', minute = '0'] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}

/** Whether service hours are on; `from` after `to` spans midnight. */
export function withinHours(hours: { from: string; to: string }, now: Date): boolean {
  const minute = japaneseMinuteOf(now);
  const from = minuteOf(hours.from);
  const to = minuteOf(hours.to);
  return from <= to ? from <= minute && minute < to : minute >= from || minute < to;
}
