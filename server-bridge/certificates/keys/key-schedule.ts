/**
 * Which key is in use when. A new key is published long before it signs, so that whoever holds a key set that is a day old
 * knows it already (P14); the moment of change is in the key file, so that all nodes change at once (invariant H).
 */
import * as v from 'valibot';
import { InstantSchema } from '../../protocol/index.ts';

/** Something that is in use from an instant on, until the next of its list is. */
export type Scheduled = { readonly from: string };

/** Entries in order of time, at least one. */
export function scheduleOf<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.pipe(
    v.array(v.strictObject({ ...entries, from: InstantSchema })),
    v.minLength(1),
    v.check((list) => list.every(({ from }, index) => index === 0 || isBefore(list[index - 1], from))),
  );
}

/** The entry in use at the time; before the first one's day, the first. */
export function inUseAt<Entry extends Scheduled>(schedule: readonly Entry[], at: Date): Entry {
  const entry = schedule.findLast(({ from }) => Date.parse(from) <= at.getTime()) ?? schedule[0];
  if (entry === undefined) throw new Error('a schedule has at least one entry');
  return entry;
}

/** The entries that are in use, will be, or stopped being so less than `graceMs` ago. */
export function withoutSuperseded<Entry extends Scheduled>(
  schedule: readonly Entry[],
  now: Date,
  graceMs: number,
): Entry[] {
  const inUse = inUseAt(schedule, new Date(now.getTime() - graceMs));
  return schedule.slice(schedule.indexOf(inUse));
}

function isBefore(entry: { readonly from?: unknown } | undefined, from: unknown): boolean {
  return typeof entry?.from === 'string' && typeof from === 'string' && Date.parse(entry.from) < Date.parse(from);
}
