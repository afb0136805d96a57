/**
 * What closes the terminal until somebody has acted, and therefore must outlive the host: a right-person failure (P2), a sheet
 * that may lie in the machine and a card that stayed (K5, P15), work on the terminal, an order of the center. On disk before
 * anybody could be served again; unreadable means closed.
 */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { writeWhole } from './write-whole.ts';

const HoldsSchema = v.strictObject({
  rightPerson: v.boolean(),
  paper: v.boolean(),
  // Files of earlier builds have none of these.
  card: v.optional(v.boolean(), false),
  maintenance: v.optional(v.boolean(), false),
  suspended: v.optional(v.boolean(), false),
});
export type Holds = v.InferOutput<typeof HoldsSchema>;
const HOLD_NAMES = [
  'rightPerson',
  'paper',
  'card',
  'maintenance',
  'suspended',
] as const satisfies readonly (keyof Holds)[];

const NOTHING_HELD: Holds = { rightPerson: false, paper: false, card: false, maintenance: false, suspended: false };
/**
 * What stood in a file that cannot be read is not known. These two ask for everything else: the center's named person, and a
 * look into the machine. A card shows by itself in the reader.
 */
const UNREADABLE: Holds = { ...NOTHING_HELD, rightPerson: true, paper: true };

export type HoldStore = {
  get(): Holds;
  /** False when it could not be written: then it holds in memory all the same, and paper must not move. */
  set(change: Partial<Holds>): boolean;
  /** Writes down what an earlier `set` could not; a hold that only this process knows of is gone with it. */
  catchUp(): void;
};

export function openHolds(path: string): HoldStore {
  let holds = read(path);
  /** What stands on the medium is what holds. */
  let isOnDisk = true;
  return {
    get: () => holds,
    set(change) {
      const next = { ...holds, ...change };
      if (isOnDisk && HOLD_NAMES.every((name) => next[name] === holds[name])) return true;
      isOnDisk = writeWhole(path, JSON.stringify(next));
      // A hold that cannot be written down still holds; a release that cannot be written down does not release.
      holds = isOnDisk ? next : eitherOf(holds, next);
      return isOnDisk;
    },
    catchUp() {
      if (!isOnDisk) isOnDisk = writeWhole(path, JSON.stringify(holds));
    },
  };
}

function eitherOf(one: Holds, other: Holds): Holds {
  const both = { ...one };
  for (const name of HOLD_NAMES) both[name] = one[name] || other[name];
  return both;
}

function read(path: string): Holds {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const isNew = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    return isNew ? NOTHING_HELD : UNREADABLE;
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), HoldsSchema), text);
  return parsed.success ? parsed.output : UNREADABLE;
}
