/** Door of the terminal's own life. */

export { japaneseMinuteOf, minuteOf, withinHours } from './machine/service-hours.ts';
export { isClockOff, judgeService, type ServiceVerdict, type Situation } from './machine/service-verdict.ts';
export { TERMINAL_DELAYS, type TerminalTouch, terminalMachine, terminalStateOf } from './machine/terminal.ts';
export { voiceVolumePercent } from './machine/voice-volume.ts';
