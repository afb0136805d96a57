/** The door of one key switch: what a turned key tells, whichever hardware says it. */
import * as v from 'valibot';
import {
  InputDevicePathSchema,
  NetworkPositionConfigurationSchema,
  type PositionDevice,
  type PositionWords,
} from '../position-device/index.ts';

/** `absent`: nothing was heard of it within its limit. An absent switch opens nothing. */
export const KEY_SWITCH_STATUSES = ['locked', 'open', 'absent'] as const;
export type KeySwitchStatus = (typeof KEY_SWITCH_STATUSES)[number];
export type KeySwitchPosition = Exclude<KeySwitchStatus, 'absent'>;

/** A lock nobody can ask how it stands counts as locked until it is turned. */
export const KEY_SWITCH_WORDS: PositionWords<KeySwitchPosition, 'absent'> = {
  on: 'open',
  off: 'locked',
  away: 'absent',
  unmoved: 'locked',
};

/** `status()` is `absent` until the switch has spoken for the first time. */
export type KeySwitch = PositionDevice<KeySwitchStatus>;

/** Highest key code of Linux (`KEY_MAX`). */
const keyCode = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(0x2ff));
/** Highest switch code of Linux (`SW_MAX`). */
const switchCode = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(0x10));

export const KeySwitchConfigurationSchema = v.variant('kind', [
  NetworkPositionConfigurationSchema,
  v.strictObject({
    kind: v.literal('input-device'),
    path: InputDevicePathSchema,
    /** Which of its keys (`EV_KEY`) or switches (`EV_SW`) the lock turns, by the number of `input-event-codes.h`. */
    key: v.variant('type', [
      v.strictObject({ type: v.literal('key'), code: keyCode }),
      v.strictObject({ type: v.literal('switch'), code: switchCode }),
    ]),
  }),
]);
export type KeySwitchConfiguration = v.InferOutput<typeof KeySwitchConfigurationSchema>;
