/** Passports are issued and shown in Japan here: a day begins and ends by its clock (UTC+9, no summer time). */
const JAPAN_OFFSET_MS = 9 * 3_600_000;

/** The calendar day in Japan, YYYYMMDD. */
export function dayInJapan(now: Date): string {
  return new Date(now.getTime() + JAPAN_OFFSET_MS).toISOString().slice(0, 10).replaceAll('-', '');
}

/**
 * YYYYMMDD of a birth date in the zone, which has no century: the latest one that is not in the future. Parts not known
 * become zeros. For people over a hundred it is wrong by a century; who must know compares the last six digits.
 */
export function birthDateOf(zoneDate: string, now: Date): string {
  const [year = '', month = '', day = ''] = [0, 2, 4].map((at) => zoneDate.slice(at, at + 2).replace('<<', '00'));
  if (zoneDate.startsWith('<<')) return `0000${month}${day}`;
  const today = dayInJapan(now);
  const century = Number(today.slice(0, 2));
  const inThisCentury = `${century}${year}${month}${day}`;
  return inThisCentury <= today ? inThisCentury : `${century - 1}${year}${month}${day}`;
}

/** YYYYMMDD of an expiry date: the century that puts it within fifty years of now. */
export function expiryDateOf(zoneDate: string, now: Date): string {
  const thisYear = Number(dayInJapan(now).slice(0, 4));
  const earliest = thisYear - 50;
  const inItsCentury = earliest - (earliest % 100) + Number(zoneDate.slice(0, 2));
  const year = inItsCentury < earliest ? inItsCentury + 100 : inItsCentury;
  return `${year}${zoneDate.slice(2)}`;
}

/** A passport is valid until the end of its expiry day. `expiryDate`: YYYYMMDD. */
export function isExpired(expiryDate: string, now: Date): boolean {
  return expiryDate < dayInJapan(now);
}
