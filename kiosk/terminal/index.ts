/** Door of the terminal's own life. */
export { type DeviceReading, judgeService, type ServiceVerdict, type Situation } from './machine/service-verdict.ts';
export { terminalMachine } from './machine/terminal.ts';
