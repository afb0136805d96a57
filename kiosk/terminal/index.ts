/** Door of the terminal's own life. */

export { japaneseMinuteOf, minuteOf, withinHours } from './machine/service-hours.ts';
export { isClockOff, judgeService, type ServiceVerdict, type Situation } from './machine/service-verdict.ts';
export { TERMINAL_DELAYS, terminalMachine, terminalStateOf } from './machine/terminal.ts';
