/** Instants as the wall clock in Japan shows them, whatever zone the machine is set to. */
const FORMAT = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Tokyo',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** `2026-11-21 20:47` for an RFC 3339 instant; the text as it came when it is none. */
export function japaneseTime(instant: string): string {
  const milliseconds = Date.parse(instant);
  return Number.isNaN(milliseconds) ? instant : FORMAT.format(milliseconds);
}
