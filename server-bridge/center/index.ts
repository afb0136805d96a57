/** The issuance center: steers and watches terminals, relays sealed applications it cannot read. */
export { ALARM_CODES, type AlarmCode } from './alarm-codes.ts';
export type { CommandError, CommandOrder } from './command-desk.ts';
export {
  type CenterConfiguration,
  CenterConfigurationSchema,
  type CenterLimits,
  type ConfigurationError,
  describeConfigurationError,
} from './configuration.ts';
export {
  type DirectiveChangeError,
  type DirectiveContent,
  DirectiveContentSchema,
  type DirectivePatch,
  DirectivePatchSchema,
} from './directives/index.ts';
export { type CenterLog, centerEvents } from './event-catalogue.ts';
export type { ClearAlarmError, Operations } from './operations.ts';
export { type CenterDependencies, type CenterStartError, type RunningCenter, startCenter } from './start.ts';
export {
  type Alarm,
  type EventLogCollection,
  type KeptCommand,
  type KeptEvent,
  type OpenStore,
  openStore,
  type StoreError,
  type TerminalOverview,
} from './store/index.ts';
