/** The door of one key switch: what a turned key tells, whichever hardware says it. */
import * as v from 'valibot';

/** `absent`: nothing was heard of it within its limit. An absent switch opens nothing. */
export const KEY_SWITCH_STATUSES = ['locked', 'open', 'absent'] as const;
export type KeySwitchStatus = (typeof KEY_SWITCH_STATUSES)[number];
export type KeySwitchPosition = Exclude<KeySwitchStatus, 'absent'>;

export type KeySwitch = {
  /** As last heard. `absent` until the switch has spoken for the first time. */
  status(): KeySwitchStatus;
  /** Called at every change of `status()`, not for the present one. Returns what ends it. */
  watch(listener: (status: KeySwitchStatus) => void): () => void;
  close(): Promise<void>;
};

const port = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(65_535));
/** Highest key code of Linux (`KEY_MAX`). */
const keyCode = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(0x2ff));
/** Highest switch code of Linux (`SW_MAX`). */
const switchCode = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(0x10));

export const KeySwitchConfigurationSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('virtual'), host: v.pipe(v.string(), v.minLength(1)), port }),
  v.strictObject({
    kind: v.literal('input-device'),
    /** An input device of its own, as `/dev/input/by-id/…`. */
    path: v.pipe(v.string(), v.startsWith('/')),
    /** Which of its keys (`EV_KEY`) or switches (`EV_SW`) the lock turns, by the number of `input-event-codes.h`. */
    key: v.variant('type', [
      v.strictObject({ type: v.literal('key'), code: keyCode }),
      v.strictObject({ type: v.literal('switch'), code: switchCode }),
    ]),
  }),
]);
export type KeySwitchConfiguration = v.InferOutput<typeof KeySwitchConfigurationSchema>;
