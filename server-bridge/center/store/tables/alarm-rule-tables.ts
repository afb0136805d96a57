/** Rules, acknowledgements and notifications of alarms. */

export type AlarmRuleTables = Record<never, never>;
