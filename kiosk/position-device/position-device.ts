/** A device that stands in one of two positions, as a lock or a jack: its door, and the words in which a kind of it speaks. */
import * as v from 'valibot';

export type PositionDevice<Status extends string> = {
  /** As last heard. */
  status(): Status;
  /** Called at every change of `status()`, not for the present one. Returns what ends it. */
  watch(listener: (status: Status) => void): () => void;
  close(): Promise<void>;
};

export type PositionWords<Position extends string, Away extends string> = {
  /** What 1 of an input device means, and what 0 means. Both are also the words on the network. */
  readonly on: Position;
  readonly off: Position;
  /** Nothing was heard of it within its limit. */
  readonly away: Away;
  /** An input device that is there, before it was moved for the first time: nobody can ask it how it stands. */
  readonly unmoved: Position | Away;
};

const port = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(65_535));

/** A device on the network: for the workbench and tests. */
export const NetworkPositionConfigurationSchema = v.strictObject({
  kind: v.literal('virtual'),
  host: v.pipe(v.string(), v.minLength(1)),
  port,
});
/** An input device of its own, as `/dev/input/by-id/…`. */
export const InputDevicePathSchema = v.pipe(v.string(), v.startsWith('/'));
